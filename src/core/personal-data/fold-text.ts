/**
 * Zero-width and bidirectional characters, soft hyphen, variation selectors, tags, fillers: they part `0470` from `123` for a machine and not for a
 * reader.
 */
const INVISIBLE = /\u034F|\u115F|\u1160|\u17B4|\u17B5|[\p{Cf}\p{Variation_Selector}\u3164\uFFA0\u2800]/gu;
const DIGIT = /\p{Nd}/gu;
const DASHES = /[\u2010-\u2015\u2212\u2043\uFE58\uFE63\uFF0D\u30FB]/g;
const SPACES = /[\p{Zs}\t]/gu;
const DOTS = /[\u2024\u00B7\u2022\u2027\u2219\u22C5\u3002\uFE52\uFF0E\uFF61]/g;
const PLUS = /[\uFF0B\uFE62\u2795\u207A]/g;
const AT = /[\uFF20\uFE6B]/g;

/** Letters of other scripts that look like Latin ones, where a name of the case could be written with them. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  х: 'x',
  у: 'y',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  ԁ: 'd',
  һ: 'h',
  ԛ: 'q',
  ԝ: 'w',
  к: 'k',
  м: 'm',
  т: 't',
  в: 'b',
  н: 'h',
  α: 'a',
  ε: 'e',
  ο: 'o',
  ρ: 'p',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  τ: 't',
  υ: 'u',
  χ: 'x',
  γ: 'y',
};

/** The text as a reader sees it: one form of each digit, dash, space and dot, nothing invisible. Case is kept. */
export function foldText(text: string): string {
  // Most texts are plain: the classes below are slow on what has nothing for them.
  if (/^[\n\r -~]*$/.test(text)) return text;
  return text
    .normalize('NFKC')
    .replaceAll(INVISIBLE, '')
    .replaceAll(DIGIT, asciiDigit)
    .replaceAll(DASHES, '-')
    .replaceAll(SPACES, ' ')
    .replaceAll(DOTS, '.')
    .replaceAll(PLUS, '+')
    .replaceAll(AT, '@');
}

/** For comparing names: {@link foldText}, lower case, without accents, Latin for what looks Latin; runs of other characters become one blank. */
export function foldName(text: string): string {
  const plain = foldText(text).normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const latin = plain.replaceAll(/[\u0370-\u052F]/g, (letter) => LOOK_ALIKES[letter] ?? letter);
  return latin
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
    .replaceAll('ł', 'l')
    .replaceAll('đ', 'd')
    .replaceAll('ı', 'i')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
}

/** Digits of a script stand in a row of ten, its zero first. */
function asciiDigit(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  if (point < 0x80) return digit;
  let zero = point;
  while (zero > point - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  // Rows that follow each other without a gap (mathematical digits) are NFKC's work, done before.
  return String((point - zero) % 10);
}
