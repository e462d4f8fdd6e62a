import type { Mask } from '../../../core/redaction/redaction.ts';

/** Places in the list of the masks that lie over an earlier one: a copy is not made of them, since nobody could say which reason holds there. */
export function findOverlaps(masks: readonly Mask[]): readonly number[] {
  return masks.flatMap((mask, index) => (masks.slice(0, index).some((other) => isOver(mask, other)) ? [index] : []));
}

function isOver(one: Mask, other: Mask): boolean {
  if (one.kind === 'span') return other.kind === 'span' && one.start < other.end && other.start < one.end;
  if (other.kind === 'span') return false;
  const besides = one.x >= other.x + other.width || other.x >= one.x + one.width;
  return !besides && one.y < other.y + other.height && other.y < one.y + one.height;
}
