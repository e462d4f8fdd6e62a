import type { UtcTime } from '../../core/clock.ts';
import type { RecordedTls } from '../../core/model/exchange.ts';
import { fieldsIn, fieldsOf, listIn, numberIn, textIn } from './cdp-values.ts';
import type { Fields } from './cdp-values.ts';

const MAX_NAMES = 500;
const MAX_SCTS = 50;

/** TLS facts of a `Network.Response`; undefined when the connection was not secured. */
export function readTls(response: Fields): RecordedTls | undefined {
  const details = fieldsIn(response, 'securityDetails');
  const protocol = details && textIn(details, 'protocol');
  if (details === undefined || protocol === undefined) return undefined;
  const text = (key: string, name: string): Readonly<Record<string, string>> => {
    const value = textIn(details, name);
    return value === undefined || value === '' ? {} : { [key]: value };
  };
  const time = (key: string, name: string): Readonly<Record<string, UtcTime>> => {
    const date = new Date((numberIn(details, name) ?? Number.NaN) * 1000);
    return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? {} : { [key]: date.toISOString() };
  };
  return {
    protocol,
    ...text('cipher', 'cipher'),
    ...text('keyExchange', textIn(details, 'keyExchange') ? 'keyExchange' : 'keyExchangeGroup'),
    ...text('subject', 'subjectName'),
    ...text('issuer', 'issuer'),
    subjectAlternativeNames: listIn(details, 'sanList')
      .filter((name) => typeof name === 'string')
      .slice(0, MAX_NAMES),
    ...time('validFrom', 'validFrom'),
    ...time('validTo', 'validTo'),
    ...text('certificateTransparency', 'certificateTransparencyCompliance'),
    scts: listIn(details, 'signedCertificateTimestampList').slice(0, MAX_SCTS).map(readSct),
    valid: textIn(response, 'securityState') === 'secure',
  };
}

/** The names are the browser's own; whole numbers stay numbers, others become text. */
function readSct(value: unknown): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(fieldsOf(value) ?? {}).flatMap(([name, field]) => {
      if (typeof field === 'string') return [[name, field] as const];
      if (typeof field !== 'number') return [];
      return [[name, Number.isSafeInteger(field) ? field : String(field)] as const];
    }),
  );
}
