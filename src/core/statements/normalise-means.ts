import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { decodeIdn } from './decode-idn.ts';
import type { NewStatement } from './new-statement.ts';
import type { StatementContent } from './statement.ts';

type Means = Extract<StatementContent, { readonly kind: 'means-of-communication' }>['fields'];

/**
 * One spelling of a means of communication, by which the same one is found again: phone numbers in E.164, domains in lower case with the letters that
 * `xn--` stands for, IBAN without blanks. Undefined where the spelling is not certain: a number without its country needs `country`
 * (ISO 3166-1 alpha-2), and nothing is guessed from anything else.
 */
export function normaliseMeans({ type, shown }: Pick<Means, 'type' | 'shown'>, country?: string): string | undefined {
  const text = shown.trim();
  if (type === 'phone') return normalisePhone(text, country);
  if (type === 'email') return normaliseMail(text);
  if (type === 'url') return normaliseUrl(text);
  return type === 'iban' ? normaliseIban(text) : undefined;
}

/** Fills in the normalised form of a means of communication that has none. */
export function withNormalisedMeans(given: NewStatement, country?: string): NewStatement {
  const { content } = given;
  if (content.kind !== 'means-of-communication' || content.fields.normalised !== undefined) return given;
  const normalised = normaliseMeans(content.fields, country);
  return normalised === undefined ? given : { ...given, content: { ...content, fields: { ...content.fields, normalised } } };
}

function normalisePhone(text: string, country: string | undefined): string | undefined {
  const region = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const number = parsePhoneNumberFromString(text.replace(/^00/, '+'), {
    ...(region === undefined ? {} : { defaultCountry: region }),
    extract: false,
  });
  return number?.isValid() === true ? number.number : undefined;
}

/** What stands before the sign is its host's affair: two that differ in case may be two. */
function normaliseMail(text: string): string | undefined {
  const [, local, domain] = /^([^\s@]{1,64})@([^\s@]+\.[^\s@]+)$/.exec(text.replace(/^mailto:/i, '')) ?? [];
  return local === undefined || domain === undefined ? undefined : `${local}@${decodeIdn(domain)}`;
}

function normaliseUrl(text: string): string | undefined {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol) || address.username !== '' || address.password !== '') return undefined;
  return address.href.replace(address.host, decodeIdn(address.host));
}

/** ISO 13616: the check digits are right. */
function normaliseIban(text: string): string | undefined {
  const iban = text.replaceAll(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return undefined;
  const digits = Array.from(iban.slice(4) + iban.slice(0, 4), (letter) => Number.parseInt(letter, 36)).join('');
  return BigInt(digits) % 97n === 1n ? iban : undefined;
}
