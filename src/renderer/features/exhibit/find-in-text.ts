import type { TextSpan } from './text-selection.ts';

/** A page may hold the letter ten thousand times. */
const MAX_FOUND = 2_000;

/** Where the words stand, at most `limit` times. Case does not count. Longer than one letter only. */
export function findInText(text: string, wanted: string, limit = MAX_FOUND): readonly TextSpan[] {
  const needle = wanted.trim().toLowerCase();
  const lower = text.toLowerCase();
  // Some letters are longer in lower case: then the places of the two do not agree, and nothing is marked rather than the wrong thing.
  if (needle.length < 2 || lower.length !== text.length) return [];
  const spans: TextSpan[] = [];
  for (let at = lower.indexOf(needle); at >= 0 && spans.length < limit; at = lower.indexOf(needle, at + needle.length)) {
    spans.push({ start: at, end: at + needle.length });
  }
  return spans;
}
