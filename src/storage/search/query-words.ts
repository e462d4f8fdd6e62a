/** Letters, digits, and the marks that belong to them: what the tokenizer of `index.sqlite` takes for a word too. */
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
/** Scripts that write no blanks between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;

const MAX_WORDS = 32;
const MAX_WORD_CHARACTERS = 60;
/** What may stand in a query before its first 32 words are found; the rest is not looked at. */
const MAX_QUERY_CHARACTERS = 8_192;

/** A word that must occur. */
export interface QueryWord {
  /** Folded: no accents, lower case, usual width. */
  readonly text: string;
  /** It may go on. */
  readonly isPrefix: boolean;
  /** Written without blanks: it may stand anywhere in a run. */
  readonly isUnspaced: boolean;
}

/** Accents, case and width taken away, as far as the tokenizer does it too. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

/** Words of a query, the last one a prefix. Nothing else of it has a meaning: neither quotes nor operators. */
export function parseQueryWords(text: string): readonly QueryWord[] {
  const found = text.slice(0, MAX_QUERY_CHARACTERS).toWellFormed().normalize('NFKC').match(WORD) ?? [];
  const words = found.slice(0, MAX_WORDS);
  return words.map((word, index): QueryWord => ({
    text: Array.from(foldText(word)).slice(0, MAX_WORD_CHARACTERS).join(''),
    // One letter begins half of all words: it is looked for as a word of its own.
    isPrefix: index === words.length - 1 && word.length > 1,
    isUnspaced: word.replaceAll(UNSPACED, '') === '',
  }));
}

/** The query for FTS5: each word quoted, all of them joined by AND. */
export function buildMatchExpression(words: readonly QueryWord[]): string {
  return words
    .flatMap(({ text, isPrefix, isUnspaced }) => {
      if (!isUnspaced) return [`"${separateRuns(text).trim().split(' ').join('" AND "')}"${isPrefix ? ' *' : ''}`];
      const letters = Array.from(text);
      // One letter begins a pair wherever it stands.
      if (letters.length === 1) return [`"${text}" *`];
      return pairsOf(letters)
        .slice(0, -1)
        .map((pair) => `"${pair}"`);
    })
    .join(' AND ');
}

/** Text as it goes into the index: usual width, and runs without blanks as overlapping pairs. */
export function prepareForIndex(text: string): string {
  return separateRuns(text.toWellFormed().normalize('NFKC'));
}

function separateRuns(text: string): string {
  return text.replaceAll(UNSPACED, (run) => ` ${pairsOf(Array.from(run)).join(' ')} `);
}

/** `abc` → `ab`, `bc`, `c`. */
function pairsOf(letters: readonly string[]): readonly string[] {
  return letters.map((letter, index) => `${letter}${letters[index + 1] ?? ''}`);
}

/** Where a word of a text stands. */
export interface FoundWord {
  readonly start: number;
  readonly end: number;
}

/** Words of the query in a text, in order; at most `limit`. */
export function findWords(text: string, words: readonly QueryWord[], limit: number): readonly FoundWord[] {
  const found: FoundWord[] = [];
  const beginnings = new Set(words.map((word) => word.text.charCodeAt(0)));
  for (const match of text.matchAll(WORD)) {
    const [token] = match;
    // Most words of a page are other words, and seen to be by their first letter, which folding of ASCII only turns small.
    const first = token.charCodeAt(0);
    if (first < 0x80 && !beginnings.has(first >= 0x41 && first <= 0x5a ? first + 0x20 : first)) continue;
    const at = findInToken(token, words);
    if (at === undefined) continue;
    found.push({ start: match.index + at.start, end: match.index + at.end });
    if (found.length >= limit) break;
  }
  return found;
}

function findInToken(token: string, words: readonly QueryWord[]): FoundWord | undefined {
  const folded = foldText(token);
  for (const { text, isPrefix, isUnspaced } of words) {
    if (isUnspaced) {
      const start = folded.indexOf(text);
      // Only where folding moved nothing can the place be told.
      if (start >= 0) return folded.length === token.length ? { start, end: start + text.length } : { start: 0, end: token.length };
    } else if (folded === text || (isPrefix && folded.startsWith(text))) return { start: 0, end: token.length };
  }
  return undefined;
}
