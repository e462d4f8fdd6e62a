import { foldName, foldText } from './fold-text.ts';

/** Shorter ones are looked for as whole words in their own case alone: `Li` is a name, `li` a syllable. */
const SHORT = 2;
/** Longer ones are found also without the blanks and dots between their letters: `jean.dupont`, `jeandupont`. */
const JOINED_FROM = 7;
/** Shorter numbers are also counts: they are looked for only beside a word that says whose number follows. */
const NUMBER_FROM = 5;
const NUMBER_OF_PERSON =
  /(?:operator|opérateur|officer|agent|actor|author|service ?number|badge|matricule|stamnummer|dienstnummer|personeelsnummer)[^\n]{0,24}$/i;

/** Scripts that put no blank between words: a name stands within other letters. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

interface KnownValue {
  /** As a word among words, both folded and framed by blanks. */
  readonly words: string;
  /** Letters and digits alone. */
  readonly joined: string;
  readonly isUnspaced: boolean;
  /** When it has hardly anything but digits: its last nine, which `+32 470 ...` and `0470 ...` share. */
  readonly digits?: string;
  /** Of short ones: as given. */
  readonly exact?: RegExp;
}

/** What a case knows of persons, to be looked for in texts. */
export interface KnownValues {
  /** `text` is folded (`foldText`). */
  isIn(text: string): boolean;
}

/** Values without a letter or digit are no values. */
export function buildKnownValues(values: readonly string[]): KnownValues {
  const all = [...new Set(values)].flatMap((value) => compile(value));
  return {
    isIn: (text) => {
      if (all.length === 0) return false;
      const words = ` ${foldName(text)} `;
      const joined = words.replaceAll(' ', '');
      // Every number of the text as one run of digits: separators do not part it, letters do.
      const numbers = text.replaceAll(/(?<=\d)[ .\-/()_,]{1,3}(?=\d)/g, '');
      return all.some((known) => holds(known, { text, words, joined, numbers }));
    },
  };
}

function compile(value: string): readonly KnownValue[] {
  const folded = foldName(value).trim();
  const joined = folded.replaceAll(' ', '');
  if (joined === '') return [];
  const figures = foldText(value).replaceAll(/\D/g, '');
  const letters = joined.replaceAll(/\d/g, '');
  const isUnspaced = UNSPACED.test(joined);
  const isShort = (joined.length <= SHORT && !isUnspaced) || (letters === '' && joined.length < NUMBER_FROM);
  return [
    {
      words: ` ${folded} `,
      joined,
      isUnspaced,
      ...(figures.length >= 8 && letters.length <= 2 ? { digits: figures.slice(-Math.min(9, Math.max(8, figures.length - 1))) } : {}),
      ...(isShort ? { exact: new RegExp(String.raw`(?<![\p{L}\p{N}])${escape(foldText(value).trim())}(?![\p{L}\p{N}])`, 'gu') } : {}),
    },
  ];
}

interface Seen {
  readonly text: string;
  readonly words: string;
  readonly joined: string;
  readonly numbers: string;
}

function holds(known: KnownValue, seen: Seen): boolean {
  if (known.exact !== undefined) return holdsShort(known.exact, seen.text);
  if (seen.words.includes(known.words)) return true;
  // Digits run together across the columns of a table: numbers are compared as the numbers of the text.
  if (/^\d+$/.test(known.joined)) return seen.numbers.includes(known.digits ?? known.joined);
  if (known.digits !== undefined && seen.numbers.includes(known.digits)) return true;
  return (known.isUnspaced || known.joined.length >= JOINED_FROM) && seen.joined.includes(known.joined);
}

function holdsShort(exact: RegExp, text: string): boolean {
  return [...text.matchAll(exact)].some(({ 0: found, index }) => {
    if (!/^\d+$/.test(found)) return true;
    return NUMBER_OF_PERSON.test(text.slice(Math.max(0, index - 48), index));
  });
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
