import { refuseMask } from './mask-problem.ts';
import { MAX_MASKS, type Mask, type RedactionReason, type SpanMask } from './redaction.ts';

/** What stands in place of a covered piece: as long whatever was there. */
export function markerOf(reason: RedactionReason): string {
  return `[REDACTED: ${reason}]`;
}

/** A text with its masks, and where their markers stand in it. */
export interface RedactedText {
  readonly text: string;
  readonly markers: readonly SpanMask[];
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly reason: RedactionReason;
}

/**
 * Takes the spans out of a text. A span that begins or ends within a character as a reader sees it (a surrogate pair, a letter with its accents, an
 * emoji of several parts) covers all of it. `everywhere`: every other place where just the same characters stand is covered too. What comes to lie over each other
 * by that is covered as one. Throws `mask-refused`.
 */
export function redactText(text: string, masks: readonly Mask[], options: { readonly everywhere: boolean }): RedactedText {
  const spans = chooseSpans(text, masks);
  const widen = createWidening(text);
  const given = spans.map((span): Piece => ({ ...widen(span.start, span.end), reason: span.reason }));
  const pieces = given.slice();
  if (options.everywhere) {
    const sought = new Set<string>();
    for (const { start, end, reason } of given) {
      const wanted = text.slice(start, end);
      // A blank that somebody covered beside a name says nothing of all other blanks.
      if (wanted.trim() === '' || sought.has(wanted)) continue;
      sought.add(wanted);
      for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
        pieces.push({ ...widen(at, at + wanted.length), reason });
        if (pieces.length > MAX_MASKS * 2) throw refuseMask('too-many');
      }
    }
  }
  return replace(text, merge(pieces));
}

function chooseSpans(text: string, masks: readonly Mask[]): readonly SpanMask[] {
  if (masks.length > MAX_MASKS) throw refuseMask('too-many', MAX_MASKS);
  const spans = masks.map((mask, index) => {
    if (mask.kind !== 'span') throw refuseMask('wrong-kind', index);
    if (mask.end <= mask.start) throw refuseMask('empty', index);
    if (mask.start < 0 || mask.end > text.length) throw refuseMask('outside', index);
    return { mask, index };
  });
  if (spans.length === 0) throw refuseMask('empty');
  const sorted = spans.toSorted((a, b) => a.mask.start - b.mask.start);
  for (const [at, { mask, index }] of sorted.entries()) {
    const before = sorted[at - 1];
    if (before !== undefined && before.mask.end > mask.start) throw refuseMask('overlapping', Math.max(before.index, index));
  }
  return spans.map(({ mask }) => mask);
}

/** To the ends of the characters (UAX 29, extended grapheme clusters) that a span touches. */
function createWidening(text: string): (start: number, end: number) => { readonly start: number; readonly end: number } {
  const characters = new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text);
  return (start, end) => {
    const first = characters.containing(start);
    const last = characters.containing(end - 1);
    return { start: first?.index ?? start, end: last === undefined ? end : last.index + last.segment.length };
  };
}

/** In order; what lies over one another becomes one piece with the reason of its first. */
function merge(pieces: readonly Piece[]): readonly Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last !== undefined && piece.start < last.end) merged[merged.length - 1] = { ...last, end: Math.max(last.end, piece.end) };
    else merged.push(piece);
  }
  if (merged.length > MAX_MASKS) throw refuseMask('too-many', MAX_MASKS);
  return merged;
}

function replace(text: string, pieces: readonly Piece[]): RedactedText {
  const parts: string[] = [];
  const markers: SpanMask[] = [];
  let [taken, length] = [0, 0];
  for (const { start, end, reason } of pieces) {
    const [kept, marker] = [text.slice(taken, start), markerOf(reason)];
    parts.push(kept, marker);
    length += kept.length;
    markers.push({ kind: 'span', start: length, end: length + marker.length, reason });
    length += marker.length;
    taken = end;
  }
  parts.push(text.slice(taken));
  return { text: parts.join(''), markers };
}
