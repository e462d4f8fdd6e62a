import { CAPTURE_END_TYPES } from '../../custody/event-types.ts';
import { packageExportedSchema } from '../export-entry.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import type { PackageSeal } from '../seal-statement.ts';
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
  if (leaf.origin !== seal.checkpoint.origin) unlogged(subject, 'It stands in an older segment than the one that was sealed');
  const choice = packageExportedSchema.safeParse(details).data;
  if (choice?.profile !== seal.profile) unlogged(subject, 'It names another profile than the seal');
  if (actor !== seal.operator || tool !== seal.tool) unlogged(subject, 'It names another operator or another tool than the seal');
  if (choice?.exhibits.join() !== seal.scope.exhibits.map(({ exhibit }) => exhibit).join())
    unlogged(subject, 'It names other exhibits than the seal');
  for (const name of ['recipient', 'purpose'] as const) {
    const shown = texts.get(placeOfText(leaf.origin, leaf.seq, name));
    const isCommitted = details[`${name}Commitment`] !== undefined;
    if (isCommitted !== (seal[name] !== undefined) || (shown !== undefined && shown !== seal[name]))
      unlogged(subject, `It was logged for another ${name} than the seal names`);
  }
}

/**
 * Step 14, scope: the counts that were sealed are those of the log. What withheld leaves could hold is not asked for; then the log
 * may show less than the seal counts, and never more.
 */
export function checkScope(collector: VerdictCollector, seal: PackageSeal, log: CheckedLog): void {
  // Another log than the one that was sealed has other counts: that is no fault of the seal.
  if (!collector.has('sealed-checkpoint-differs')) checkCounts(collector, seal, log);
  checkPrevious(collector, seal, log);
}

function checkCounts(collector: VerdictCollector, seal: PackageSeal, log: CheckedLog): void {
  const { scope } = seal;
  const ends = [...log.captures.values()].flatMap(({ end }) => (end === undefined ? [] : [end.entry.type]));
  const sealed = ends.filter((type) => type === 'capture.sealed').length;
  const counts: readonly (readonly [name: string, sealed: number, shown: number])[] = [
    ['sealed exhibits', scope.sealedInCase, sealed],
    ['attempts', scope.attemptsInCase, [...log.captures.values()].filter(({ start }) => start !== undefined).length],
    ['attempts without a document', scope.failedInCase, ends.filter((type) => isFailure(type)).length],
    ['erased exhibits', scope.erasedInCase, findLeaves(log, 'exhibit.erased').length],
    ['earlier packages', seal.earlierPackages, findLeaves(log, 'package.sealed').length],
  ];
  for (const [name, said, shown] of counts) {
    if (log.withheld === 0 ? said !== shown : said < shown)
      collector.finding('seal-invalid', PACKAGE_PATHS.seal, `It counts ${said} ${name}, the log shows ${shown}`);
  }
  if (scope.withheldEntries !== log.withheld)
    collector.finding(
      'seal-invalid',
      PACKAGE_PATHS.seal,
      `It counts ${scope.withheldEntries} withheld entries, the log has ${log.withheld}`,
    );
}

/** The chain of packages: the one before is the last that the log says was sealed. */
function checkPrevious(collector: VerdictCollector, seal: PackageSeal, log: CheckedLog): void {
  const differs = (message: string): void => collector.finding('earlier-package-differs', PACKAGE_PATHS.seal, message);
  if ((seal.previous === undefined) !== (seal.earlierPackages === 0)) differs('It counts earlier packages and names none, or the reverse');
  const { previous } = seal;
  if (previous === undefined) return; // Packages that the log shows all the same are counted above.
  const before = findLeaves(log, 'package.sealed').map(({ entry }) => entry);
  const named = before.findLast(({ details }) => details['package'] === previous.package);
  const isLast = named !== undefined && named === before.at(-1);
  if (named === undefined ? log.withheld === 0 : named.digest !== previous.seal || (log.withheld === 0 && !isLast))
    differs('The package that it names as the one before is not the last that the log says was sealed');
}

export function findLeaves(log: CheckedLog, type: Leaf['entry']['type']): readonly Leaf[] {
  return log.report.leaves.flatMap(({ entry, ...leaf }) => (entry?.type === type ? [{ ...leaf, entry }] : []));
}

function isFailure(type: string): boolean {
  return type !== 'capture.sealed' && CAPTURE_END_TYPES.some((end) => end === type);
}
