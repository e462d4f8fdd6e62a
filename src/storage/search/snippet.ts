import type { SnippetPiece } from '../../core/search-ports.ts';
import { findWords, type FoundWord, type QueryWord } from './query-words.ts';

const BEFORE_CHARACTERS = 50;
const SNIPPET_CHARACTERS = 220;
const MAX_FOUND = 12;

/** A piece of the first of these texts that has one of the words, with those in it marked. Undefined when none has. */
export function buildSnippet(texts: readonly string[], words: readonly QueryWord[]): readonly SnippetPiece[] | undefined {
  for (const text of texts) {
    const [first] = findWords(text, words, 1);
    if (first === undefined) continue;
    const start = boundaryAfter(text, Math.max(0, first.start - BEFORE_CHARACTERS));
    const piece = text.slice(start, Math.max(first.end, start + SNIPPET_CHARACTERS)).toWellFormed();
    return split(piece, findWords(piece, words, MAX_FOUND), { start: start > 0, end: start + piece.length < text.length });
  }
  return undefined;
}

function split(
  piece: string,
  found: readonly FoundWord[],
  cut: { readonly start: boolean; readonly end: boolean },
): readonly SnippetPiece[] {
  const pieces: SnippetPiece[] = [];
  const add = (text: string, isFound: boolean): void => {
    const shown = text.replaceAll(/\s+/g, ' ');
    if (shown !== '') pieces.push({ text: shown, found: isFound });
  };
  let at = 0;
  if (cut.start) add('… ', false);
  for (const { start, end } of found) {
    add(piece.slice(at, start), false);
    add(piece.slice(start, end), true);
    at = end;
  }
  add(`${piece.slice(at)}${cut.end ? ' …' : ''}`, false);
  return pieces;
}

/** The next place after a blank, so that no word is cut; `start` itself where there is none near. */
function boundaryAfter(text: string, start: number): number {
  if (start === 0) return 0;
  const blank = text.slice(start, start + BEFORE_CHARACTERS).search(/\s/);
  return blank < 0 ? start : start + blank + 1;
}
