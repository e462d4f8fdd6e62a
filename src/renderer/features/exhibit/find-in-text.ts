interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/** A page may hold the letter ten thousand times. */
const MAX_FOUND = 2_000;

/** The text in pieces, those that were looked for marked. Case does not count. Longer than one letter only. */
export function findInText(text: string, wanted: string): readonly Piece[] {
  const needle = wanted.trim().toLowerCase();
  const lower = text.toLowerCase();
  // Some letters are longer in lower case: then the places of the two do not agree, and nothing is marked rather than the wrong thing.
  if (needle.length < 2 || lower.length !== text.length) return [{ text, found: false }];
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = lower.indexOf(needle); at >= 0 && pieces.length < 2 * MAX_FOUND; at = lower.indexOf(needle, from)) {
    if (at > from) pieces.push({ text: text.slice(from, at), found: false });
    from = at + needle.length;
    pieces.push({ text: text.slice(at, from), found: true });
  }
  return [...pieces, { text: text.slice(from), found: false }];
}
