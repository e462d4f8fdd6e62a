/**
 * Zero-width and bidirectional characters, soft hyphen, variation selectors, tags, fillers: they part `0470` from `123` for a machine and not for a
 * reader.
 */
const INVISIBLE = /\u034F|\u115F|\u1160|\u17B4|\u17B5|[\p{Cf}\p{Variation_Selector}\u3164\uFFA0\u2800]/gu;
/** Drawn around or through a sign: `0\uFE0F\u20E3` is a key, `0\u0336` is struck out, and both are read as 0. */
const OVERLAYS = /[\p{Me}\u0334-\u0338\u20D0-\u20F0]/gu;
/** Signs that Unicode does not call digits or letters: rows of circled, squared and comma signs by their first one, and what that one means. */
const ROWS: readonly (readonly [first: number, count: number, means: '0' | '1' | 'A'])[] = [
  [0x24f5, 9, '1'],
  [0x24ff, 1, '0'],
  [0x2776, 9, '1'],
  [0x2780, 9, '1'],
  [0x278a, 9, '1'],
  [0x1f101, 10, '0'],
  [0x1f10b, 1, '0'],
  [0x1f10c, 1, '0'],
  [0x1f150, 26, 'A'],
  [0x1f170, 26, 'A'],
  [0x1f1e6, 26, 'A'],
];
const DRAWN = /[\u24F5-\u24FF\u2776-\u2792\u{1F101}-\u{1F10C}\u{1F150}-\u{1F189}\u{1F1E6}-\u{1F1FF}]/gu;
/** Numbers in Chinese and Japanese, where enough of them follow each other to be one that is dialled. */
const HAN_NUMBER = /(?:[\u3007\u96F6\u4E00\u4E8C\u4E09\u56DB\u4E94\u516D\u4E03\u516B\u4E5D][ .-]?){7,}/gu;
const HAN_DIGITS = '〇一二三四五六七八九';
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
  օ: 'o',
  ս: 'u',
  հ: 'h',
  ո: 'n',
  ց: 'g',
  ք: 'p',
  ɑ: 'a',
  ɡ: 'g',
  ɪ: 'i',
  ɴ: 'n',
  ʀ: 'r',
  ʏ: 'y',
  ʙ: 'b',
  ʜ: 'h',
  ʟ: 'l',
  ɢ: 'g',
  ʝ: 'j',
  ᴀ: 'a',
  ᴄ: 'c',
  ᴅ: 'd',
  ᴇ: 'e',
  ᴊ: 'j',
  ᴋ: 'k',
  ᴍ: 'm',
  ᴏ: 'o',
  ᴘ: 'p',
  ᴛ: 't',
  ᴜ: 'u',
  ᴠ: 'v',
  ᴡ: 'w',
  ᴢ: 'z',
  ꜰ: 'f',
  ꜱ: 's',
};

/** The text as a reader sees it: one form of each digit, dash, space and dot, nothing invisible. Case is kept. */
export function foldText(text: string): string {
  // Most texts are plain: the classes below are slow on what has nothing for them.
  if (/^[\n\r -~]*$/.test(text)) return text;
  return text
    .replaceAll(DRAWN, readDrawn)
    .normalize('NFKC')
    .replaceAll(INVISIBLE, '')
    .replaceAll(OVERLAYS, '')
    .replaceAll(HAN_NUMBER, (run) => run.replaceAll('零', '〇').replaceAll(/[^ .-]/gu, (sign) => String(HAN_DIGITS.indexOf(sign))))
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
  const latin = plain.replaceAll(/[\u0250-\u02AF\u0370-\u058F\u1D00-\u1D22\uA730\uA731]/g, (letter) => LOOK_ALIKES[letter] ?? letter);
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

function readDrawn(sign: string): string {
  const point = sign.codePointAt(0) ?? 0;
  const row = ROWS.find(([first, count]) => point >= first && point < first + count);
  return row === undefined ? sign : String.fromCodePoint((row[2].codePointAt(0) ?? 0) + point - row[0]);
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
