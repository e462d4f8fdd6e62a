import type { TextSpan } from './text-selection.ts';

export interface TextPiece {
  readonly text: string;
  readonly found: boolean;
  /** Place in the list of covered spans. */
  readonly covered: number | undefined;
}

/** A text cut where something that was found or is covered begins or ends. Spans may lie over one another; the first one covers. */
export function cutPieces(text: string, found: readonly TextSpan[], covered: readonly TextSpan[]): readonly TextPiece[] {
  const cuts = new Set([0, text.length]);
  for (const { start, end } of [...found, ...covered]) {
    cuts.add(Math.min(start, text.length));
    cuts.add(Math.min(end, text.length));
  }
  const places = [...cuts].toSorted((one, other) => one - other);
  const ends = [...found].toSorted((one, other) => one.start - other.start);
  let at = 0;
  return places.slice(0, -1).map((start, index) => {
    const end = places[index + 1] ?? text.length;
    while ((ends[at]?.end ?? Infinity) <= start) at += 1;
    const mark = ends[at];
    const cover = covered.findIndex((span) => span.start <= start && span.end >= end);
    return {
      text: text.slice(start, end),
      found: mark !== undefined && mark.start <= start && mark.end >= end,
      covered: cover < 0 ? undefined : cover,
    };
  });
}
