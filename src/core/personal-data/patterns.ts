import type { PersonalDataKind } from './finding.ts';
import { withoutOurs } from './own-numbers.ts';
import { holdsPhoneNumber } from './phone-numbers.ts';

// Bounded, so that a long word without an `@` is not gone through again from each of its letters.
const EMAIL = /[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,}/u;
const NAME = String.raw`[\p{L}\p{N}_+.-]{1,64}`;
const SPELLED_DOT = String.raw`\s*(?:\.|[([{<]\s*(?:dot|point|punt|punkt)\s*[)\]}>]|\s(?:dot|point|punt|punkt)\s)\s*`;
const SPELLED_EMAILS: readonly RegExp[] = [
  // `name (at) example (dot) com`, `name @ example . com`
  new RegExp(
    String.raw`${NAME}\s*(?:@|[([{<]\s*(?:at|\u00E4t|\u00E6t|a|arobase|chez|bij|apenstaartje|@)\s*[)\]}>])\s*[\p{L}\p{N}-]{1,63}${SPELLED_DOT}\p{L}{2,}`,
    'iu',
  ),
  // `name at example dot com`: both words, and an end that addresses have.
  new RegExp(
    String.raw`${NAME}\s(?:at|arobase|apenstaartje)\s[\p{L}\p{N}-]{1,63}\s(?:dot|point|punt|punkt)\s(?:com|net|org|info|biz|eu|be|fr|nl|de|uk|co|lu|ch|at|ru|cn|io|me)(?!\p{L})`,
    'iu',
  ),
];

const HANDLE = /(?<![\p{L}\p{N}._%+@/])@[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?/gu;
/** What style sheets and linked data write after an `@`, in the place where they write it. */
const AT_RULE =
  /@(?:media|page|font-face|import|charset|supports|keyframes|namespace|layer|container|property)(?=[\s{])|@(?:top|bottom)-(?:left|center|right)(?=\s*\{)/g;
const LINKED_DATA_WORD = /"@(?:context|id|type|graph|value|language|list|set|vocab|base)"(?=\s*:)/g;

const SCHEME =
  /(?<![\p{L}\p{N}])(?:mailto|tel|sms|smsto|callto|skype|whatsapp|viber|tg|facetime|xmpp|sip|sips|weixin|fb-messenger|signal|sgnl|threema):(?=[^\s"'<>])/iu;
const SIGNED_IN = /:\/\/[^\s/"'<>?#]+@/u;
/** As a reader types it again: `wa . me / 32470123456`. */
const SPACED_HOST =
  /(?<![\p{L}\p{N}-])(?:wa|t|telegram|m|fb|facebook|instagram|tiktok|snapchat)\s{1,2}\.\s{0,2}(?:me|com)\s{0,2}\/\s{0,2}[\p{L}\p{N}]/iu;
const ACCOUNT_HOST =
  /(?<![\p{L}\p{N}-])(?:wa\.me|t\.me|telegram\.me|m\.me|fb\.me|fb\.com|facebook\.com|instagram\.com|instagr\.am|tiktok\.com|twitter\.com|x\.com|threads\.net|snapchat\.com|vk\.com|ok\.ru|youtube\.com|linkedin\.com|pinterest\.[a-z]{2,3}|discord\.gg|discord\.com|line\.me|viber\.click|signal\.me|api\.whatsapp\.com|chat\.whatsapp\.com|bsky\.app|reddit\.com|linktr\.ee)\/[^\s"'<>]/iu;
/** Any site: a part of the address that says that an account follows. */
const ACCOUNT_PATH =
  /:\/\/[^\s"'<>]*\/(?:@[^\s"'<>/]|(?:~|u|usr|user|users|utilisateur|gebruiker|benutzer|profile|profiles|profil|profiel|member|members|membre|seller|sellers|vendeur|verkoper|people|account|accounts|channel|c|in)\/[^\s"'<>/]|(?:profile|user|member|seller)(?:\.php)?\?[^\s"'<>]*(?:id|u|user|name)=)/iu;

const IBAN = /(?<![\p{L}\p{N}])[a-z]{2} ?\d\d(?:[ .-]?[a-z0-9]){11,30}(?![\p{L}\p{N}])/giu;
/** What an IBAN of a country looks like, also one whose check digits are wrong, as an ad may have it. */
const IBAN_SHAPES =
  /^(?:BE\d{14}|DE\d{20}|FR\d{12}[A-Z0-9]{11}\d\d|NL\d\d[A-Z]{4}\d{10}|GB\d\d[A-Z]{4}\d{14}|LU\d{5}[A-Z0-9]{13}|ES\d{22}|IT\d\d[A-Z]\d{10}[A-Z0-9]{12}|PT\d{23}|PL\d{26}|AT\d{18})$/;

const BASE58 = '[1-9A-HJ-NP-Za-km-z]';
const WALLETS: readonly RegExp[] = [
  /(?<![\p{L}\p{N}])(?:bc1|tb1|ltc1|addr1|cosmos1)[02-9ac-hj-np-z]{20,110}(?![\p{L}\p{N}])/iu,
  /(?<![\p{L}\p{N}])0x[0-9a-f]{40}(?![\p{L}\p{N}])/iu,
  /(?<![\p{L}\p{N}])(?:bitcoincash:)?[qp][02-9ac-hj-np-z]{41}(?![\p{L}\p{N}])/u,
  new RegExp(String.raw`(?<![\p{L}\p{N}])[48][0-9AB]${BASE58}{93}(?![\p{L}\p{N}])`, 'u'),
];
/** Bitcoin, Litecoin, Dogecoin, Tron, Ripple: base58 whose kind its first letter tells. */
const BASE58_WALLET = new RegExp(
  String.raw`(?<![\p{L}\p{N}+/=_-])(?:[13LM]${BASE58}{25,33}|[DA]${BASE58}{33}|T${BASE58}{33}|r${BASE58}{24,33})(?![\p{L}\p{N}+/=_-])`,
  'gu',
);

const OCTET = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;
/** Not the version of a product (`Chrome/1.2.3.4`), not an object identifier. */
const IPV4 = new RegExp(String.raw`(?<![\p{N}.]|[\p{L}\p{N}]\/|\bv)(?:${OCTET}\.){3}${OCTET}(?![\p{N}]|\.\p{N})`, 'u');
const IPV6 =
  /(?<![\p{L}\p{N}:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){2,7}:|::(?:[0-9a-f]{1,4}:){1,6}[0-9a-f]{1,4})(?![\p{L}\p{N}:])/iu;

/** Kinds of personal data that a folded text (`foldText`) shows by its form alone. */
export function findPatterns(text: string): readonly PersonalDataKind[] {
  const kinds: PersonalDataKind[] = [];
  const rest = withoutOurs(text);
  if (EMAIL.test(text) || SPELLED_EMAILS.some((form) => form.test(text))) kinds.push('email');
  if (holdsPhoneNumber(rest)) kinds.push('phone');
  if (holdsHandle(text)) kinds.push('handle');
  if (SCHEME.test(text) || SIGNED_IN.test(text) || ACCOUNT_HOST.test(text) || SPACED_HOST.test(text) || ACCOUNT_PATH.test(text))
    kinds.push('account-address');
  if ([...rest.matchAll(IBAN)].some(([found]) => isIban(found))) kinds.push('iban');
  if (WALLETS.some((form) => form.test(text)) || [...text.matchAll(BASE58_WALLET)].some(([found]) => isMixed(found))) kinds.push('wallet');
  if (IPV4.test(text) || IPV6.test(text)) kinds.push('ip-address');
  return kinds;
}

function holdsHandle(text: string): boolean {
  const rest = text.replaceAll(AT_RULE, ' ').replaceAll(LINKED_DATA_WORD, ' ');
  return [...rest.matchAll(HANDLE)].some(([found]) => found.length > 2);
}

/** ISO 13616: the check digits hold, or it is written exactly as one of a country near. */
function isIban(found: string): boolean {
  // Longer words may follow a blank: every length that an IBAN can have is tried.
  const whole = found.replaceAll(/[ .-]/g, '').toUpperCase();
  for (let length = whole.length; length >= 15; length -= 1) {
    const iban = whole.slice(0, length);
    if (IBAN_SHAPES.test(iban) || (/\d{6}/.test(iban) && remainder(iban) === 1)) return true;
  }
  return false;
}

function remainder(iban: string): number {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4))
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest;
}

/** Words and hexadecimal digits are not mixed so. */
function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
}
