/**
 * Between two digits of a number as people write it: `0470/12.34.56`, `+32 (0)470 12 34 56`, also with a small picture. No line break, comma, colon or
 * semicolon, which stand between the numbers of lists.
 */
const GAP = String.raw`[ .\-\/()_*~'\u2019\\\p{Extended_Pictographic}]{0,4}`;
const digits = (from: number, to: number): string => String.raw`(?:${GAP}\d){${from},${to}}`;
/** Not a part of a longer number; letters may stand beside it: `GSM0470123456`. */
const BEFORE = String.raw`(?<!\p{N}|\d[.,\-\/:])`;
const AFTER = String.raw`(?!\p{N}|[.,\-\/:]\d)`;

const FORMS: readonly RegExp[] = [
  // International, of any country: E.164 allows 15 digits.
  new RegExp(String.raw`\+${GAP}[1-9]${digits(6, 14)}${AFTER}`, 'u'),
  new RegExp(String.raw`${BEFORE}\(?0${GAP}0${GAP}[1-9]${digits(7, 14)}${AFTER}`, 'u'),
  // National with its zero: FR, NL ten digits, BE nine or ten, UK ten or eleven, DE up to twelve.
  new RegExp(String.raw`${BEFORE}\(?0${GAP}[1-9]${digits(7, 10)}${AFTER}`, 'u'),
  // The country's number without any sign that it is one, as in addresses of messengers.
  new RegExp(String.raw`${BEFORE}(?:33[1-9]\d{8}|32[1-9]\d{7,8}|31[1-9]\d{8}|44[1-9]\d{9}|49[1-9]\d{9,10})${AFTER}`, 'u'),
];

/** `2026-03-02T23:30:00.000Z`, `20260302T080000Z`, `2026-03-02`, `02/03/2026`. */
const TIMES =
  /(?<!\d)(?:(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?|\d{8}T\d{6}Z|\d\d[./]\d\d[./](?:19|20)\d\d)(?![\d/.-]*\d)/g;

/** True when a folded text (`foldText`, `withoutOurs`) holds something written like a telephone number of FR, BE, NL, UK, DE, or in international form. */
export function holdsPhoneNumber(text: string): boolean {
  const rest = text.replaceAll(TIMES, ' x ');
  return FORMS.some((form) => form.test(rest));
}
