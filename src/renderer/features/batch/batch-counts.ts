import type { BatchItem } from '../../../rpc/contract/captures.ts';

/** How many of a queue are where. */
export function countItems(items: readonly BatchItem[]): Readonly<Record<BatchItem['state'], number>> {
  const counts: Record<BatchItem['state'], number> = { waiting: 0, running: 0, done: 0, failed: 0, interrupted: 0 };
  for (const { state } of items) counts[state] += 1;
  return counts;
}

/** The text that was dropped: addresses as browsers hand them over, without the comments of a list of addresses. */
export function droppedText(read: (type: string) => string): string {
  const list = read('text/uri-list');
  if (list === '') return read('text/plain');
  return list
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .join('\n');
}

/** How many lines hold something: what the person is told before they add it. */
export function countLines(text: string): number {
  return text.split('\n').filter((line) => line.trim() !== '').length;
}
