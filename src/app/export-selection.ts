import { PugmarkError } from '../core/errors.ts';
import { formatExhibitNumber, parseExhibitNumber, type ExhibitNumber } from '../core/ids.ts';
import type { AttemptState, ExhibitSummary } from '../core/model/case.ts';

/** What goes into a package of a case. */
export interface ExportSelection {
  /** Exhibits with a record that was not erased, in order. */
  readonly exhibits: readonly ExhibitSummary[];
  /** Numbers whose log entries are shown; undefined: all of the case. */
  readonly selected: ReadonlySet<ExhibitNumber> | undefined;
}

/**
 * `E-0001,E-0003-E-0007` as numbers, in order, each once. Throws `usage` for anything else.
 */
export function parseExhibitList(text: string): readonly number[] {
  const numbers = new Set<number>();
  for (const part of text.split(',')) {
    const [, first = '', last = first] = /^\s*((?:[Ee]-?)?\d+)(?:\s*-\s*((?:[Ee]-?)?\d+))?\s*$/.exec(part) ?? [];
    const [from, to] = [parseExhibitNumber(first), parseExhibitNumber(last)];
    if (from === undefined || to === undefined || to < from || to - from > 100_000) {
      throw new PugmarkError('usage', `Write exhibits as E-0001,E-0003-E-0007: ${JSON.stringify(part)} is none`);
    }
    for (let number = from; number <= to; number += 1) numbers.add(number);
  }
  return [...numbers].toSorted((a, b) => a - b);
}

/**
 * The exhibits of a package; without `numbers` all that were sealed. An attempt of which nothing was kept shows in the log and has no files.
 * Throws `exhibit-unknown`; `usage` when there is nothing to hand over.
 */
export function selectExhibits(all: readonly ExhibitSummary[], numbers: readonly number[] | undefined, reference: string): ExportSelection {
  const wanted = numbers?.map((number) => formatExhibitNumber(number));
  if (numbers !== undefined) assertKnown(all, numbers, reference);
  const chosen = wanted === undefined ? all : all.filter(({ exhibit }) => wanted.includes(exhibit));
  const exhibits = chosen.filter(({ digest, erased }) => digest !== undefined && erased !== true);
  if (exhibits.length === 0) {
    throw new PugmarkError(
      'usage',
      `There is nothing to export: no ${wanted === undefined ? '' : 'chosen '}exhibit of case ${reference} was sealed and is still kept`,
    );
  }
  const isWhole = wanted === undefined || chosen.length === all.length;
  return { exhibits, selected: isWhole ? undefined : new Set(wanted) };
}

/** Throws `exhibit-unknown` for the first number that the case does not have. */
export function assertKnown(all: readonly ExhibitSummary[], numbers: readonly number[], reference: string): void {
  const known = new Set(all.map(({ exhibit }) => exhibit));
  const unknown = numbers.map((number) => formatExhibitNumber(number)).find((exhibit) => !known.has(exhibit));
  if (unknown !== undefined) throw new PugmarkError('exhibit-unknown', `Case ${reference} has no exhibit ${unknown}: see "pugmark list"`);
}

/** Counts of the whole case for the seal. */
export function countCase(counts: Readonly<Partial<Record<AttemptState, number>>>): {
  readonly sealedInCase: number;
  readonly attemptsInCase: number;
  readonly failedInCase: number;
} {
  const of = (...states: readonly AttemptState[]): number => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return {
    sealedInCase: of('sealed', 'partial'),
    attemptsInCase: of('open', 'sealed', 'partial', 'failed', 'cancelled', 'interrupted'),
    failedInCase: of('failed', 'cancelled', 'interrupted'),
  };
}
