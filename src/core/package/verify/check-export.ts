import { CAPTURE_END_TYPES } from '../../custody/event-types.ts';
import { parseExhibitNumber } from '../../ids.ts';
import { packageExportedSchema } from '../export-entry.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import { PROFILE_RULES } from '../profiles.ts';
import type { PackageSeal } from '../seal-statement.ts';
import { MAX_CLOCK_STEP_MS } from './check-claimed-times.ts';
import type { CheckedLog, Leaf } from './check-custody.ts';
import { placeOfText, type ShownTexts } from './check-texts.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** Step 8, export: making this package is itself an entry of the log, with the same choices. */
export function checkExportEntry(collector: VerdictCollector, seal: PackageSeal, log: CheckedLog, texts: ShownTexts): void {
  const unlogged = (subject: string, message: string): void => collector.finding('export-unlogged', subject, message);
  const exported = findLeaves(log, 'package.exported').filter(({ entry }) => entry.details['package'] === seal.package);
  const [leaf] = exported;
  if (leaf === undefined || exported.length > 1) {
    unlogged(PACKAGE_PATHS.log, `The log has ${exported.length} entries of the export of this package`);
    return;
  }
  const subject = `${leaf.origin} entry ${leaf.seq}`;
  const { details, actor, tool } = leaf.entry;
  // The checkpoint that is sealed is signed right after this entry, before anything else can happen to the case.
  if (leaf.origin !== seal.checkpoint.origin || leaf.seq !== seal.checkpoint.size - 1)
    unlogged(subject, 'It is not the last entry of the log that was sealed');
  if (Math.abs(Date.parse(leaf.entry.time) - Date.parse(seal.createdAt)) > MAX_CLOCK_STEP_MS)
    collector.finding(
      'time-contradiction',
      seal.package,
      `The seal claims ${seal.createdAt}, the log claims its export at ${leaf.entry.time}`,
    );
  const choice = packageExportedSchema.safeParse(details).data;
  if (choice?.profile !== seal.profile) unlogged(subject, 'It names another profile than the seal');
  if (actor !== seal.operator || tool !== seal.tool) unlogged(subject, 'It names another operator or another tool than the seal');
  if (choice?.exhibits.join() !== seal.scope.exhibits.map(({ exhibit }) => exhibit).join())
    unlogged(subject, 'It names other exhibits than the seal');
  if ((choice?.parts ?? []).join() !== (seal.chosenParts ?? []).join() || choice?.reducedFrom !== undefined)
    unlogged(subject, 'It names other parts as chosen than the seal');
  for (const name of ['recipient', 'purpose'] as const) {
    const shown = texts.get(placeOfText(leaf.origin, leaf.seq, name));
    const isCommitted = details[`${name}Commitment`] !== undefined;
    if (isCommitted !== (seal[name] !== undefined) || shown !== seal[name])
      unlogged(subject, `It was logged for another ${name} than the seal names`);
  }
}

/**
 * Step 14, scope: the counts that were sealed are those of the log. Only entries of exhibits that are not here are withheld: what they could
 * hold is not asked for, but more than that many is not believed, and nothing else can be behind them.
 */
export function checkScope(collector: VerdictCollector, seal: PackageSeal, log: CheckedLog): void {
  // Another log than the one that was sealed has other counts: that is no fault of the seal.
  if (!collector.has('sealed-checkpoint-differs')) checkCounts(collector, seal, log);
  checkPrevious(collector, seal, log);
}

function checkCounts(collector: VerdictCollector, seal: PackageSeal, log: CheckedLog): void {
  const { scope } = seal;
  const invalid = (message: string): void => collector.finding('seal-invalid', PACKAGE_PATHS.seal, message);
  const ends = [...log.captures.values()].flatMap(({ end }) => (end === undefined ? [] : [end.entry.type]));
  const attempts = [...log.captures.values()].filter(({ start }) => start !== undefined).length;
  const counts: readonly (readonly [name: string, sealed: number, shown: number, hidden: number])[] = [
    ['sealed exhibits', scope.sealedInCase, ends.filter((type) => type === 'capture.sealed' || type === 'file.added').length, log.withheld],
    ['attempts', scope.attemptsInCase, attempts, log.withheld],
    ['attempts without a document', scope.failedInCase, ends.filter((type) => isFailure(type)).length, log.withheld],
    ['erased exhibits', scope.erasedInCase, findLeaves(log, 'exhibit.erased').length, log.withheld],
    ['earlier packages', seal.earlierPackages, findLeaves(log, 'package.sealed').length, 0],
  ];
  for (const [name, said, shown, hidden] of counts) {
    if (said < shown || said > shown + hidden) invalid(`It counts ${said} ${name}, the log shows ${shown}`);
  }
  if (scope.sealedInCase + scope.failedInCase > scope.attemptsInCase) invalid('It counts more ends than attempts');
  const given = countNumbersGiven(log);
  if (scope.attemptsInCase < given) invalid(`It counts ${scope.attemptsInCase} attempts, and by their numbers there are ${given} at least`);
  const erased = findLeaves(log, 'exhibit.erased').flatMap(({ entry }) => entry.exhibit ?? []);
  if (new Set(erased).size !== erased.length) invalid('It counts an exhibit that was erased twice');
  // Of redacted copies alone other entries are withheld too: notes, statements, looks.
  if (log.withheld > 0 && scope.attemptsInCase <= attempts && PROFILE_RULES[seal.profile].exhibits !== 'redacted')
    invalid('Entries of the log are withheld, and by its count no exhibit is that they could belong to');
  if (scope.withheldEntries !== log.withheld) invalid(`It counts ${scope.withheldEntries} withheld entries, the log has ${log.withheld}`);
  if (scope.exhibits.some(({ exhibit }, index) => index > 0 && numberOf(exhibit) <= numberOf(scope.exhibits[index - 1]?.exhibit)))
    invalid('Its exhibits are not in order, each once');
}

/**
 * Numbers up to the highest one that the log shows, but for those that it says were given out in a lost copy: each is an attempt, also where its
 * entries are withheld.
 */
function countNumbersGiven({ captures, report }: CheckedLog): number {
  const highest = Math.max(0, ...[...captures.keys()].map((exhibit) => parseExhibitNumber(exhibit) ?? 0));
  const skipped = report.skipped.map(({ first, last }) => Math.max(0, Math.min(highest, numberOf(last)) - numberOf(first) + 1));
  return highest - skipped.reduce((sum, count) => sum + count, 0);
}

function numberOf(exhibit: string | undefined): number {
  return parseExhibitNumber(exhibit ?? '') ?? Number.POSITIVE_INFINITY;
}

/** The chain of packages: the one before is the last that the log says was sealed. */
function checkPrevious(collector: VerdictCollector, seal: PackageSeal, log: CheckedLog): void {
  const differs = (message: string): void => collector.finding('earlier-package-differs', PACKAGE_PATHS.seal, message);
  if ((seal.previous === undefined) !== (seal.earlierPackages === 0)) differs('It counts earlier packages and names none, or the reverse');
  const { previous } = seal;
  if (previous === undefined) return; // Packages that the log shows all the same are counted above.
  const last = findLeaves(log, 'package.sealed').at(-1)?.entry;
  if (last?.details['package'] !== previous.package || last.digest !== previous.seal)
    differs('The package that it names as the one before is not the last that the log says was sealed');
}

export function findLeaves(log: CheckedLog, type: Leaf['entry']['type']): readonly Leaf[] {
  return log.report.leaves.flatMap(({ entry, ...leaf }) => (entry?.type === type ? [{ ...leaf, entry }] : []));
}

function isFailure(type: string): boolean {
  return type !== 'capture.sealed' && CAPTURE_END_TYPES.some((end) => end === type);
}
