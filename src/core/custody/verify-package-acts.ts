import { packageEndSchema } from '../package/export-entry.ts';
import type { Uuid } from '../ids.ts';
import type { LogFinding, LogFindingCode, LogLeaf, LogReport } from './log-report.ts';

/** Exports of a case across its segments: each package is exported once and ends at most once, after that; receipts are for packages that were exported. */
export function verifyPackageActs(leaves: readonly LogLeaf[]): Pick<LogReport, 'findings' | 'openExports'> {
  const findings: LogFinding[] = [];
  const report = (code: LogFindingCode, subject: string, message: string): void => {
    findings.push({ code, subject, message });
  };
  const isWhole = leaves.every(({ entry }) => entry !== undefined);
  const ended = new Map<Uuid, boolean>();
  for (const { entry, origin, seq } of leaves) {
    // Whoever signed for a package had one of this case in hand.
    if (entry?.type === 'receipt.recorded') {
      const received = packageEndSchema.safeParse(entry.details).data?.package;
      if (received === undefined) report('line-invalid', `${origin} entry ${seq}`, 'receipt.recorded without the id of its package');
      else if (isWhole && !ended.has(received))
        report('end-without-start', `package ${received}`, `A receipt for it stands at ${origin} entry ${seq}, and no export before`);
    }
    if (entry?.type !== 'package.exported' && entry?.type !== 'package.sealed' && entry?.type !== 'package.failed') continue;
    const place = `${origin} entry ${seq}`;
    const id = packageEndSchema.safeParse(entry.details).data?.package;
    if (id === undefined) {
      report('line-invalid', place, `${entry.type} without the id of its package`);
    } else if (entry.type === 'package.exported') {
      if (ended.has(id)) report('start-repeated', `package ${id}`, `It is exported again at ${place}`);
      else ended.set(id, false);
    } else if (!ended.has(id)) {
      // A withheld leaf may be the start.
      if (isWhole) report('end-without-start', `package ${id}`, `${entry.type} at ${place} ends no export before it`);
    } else {
      if (ended.get(id) === true) report('end-repeated', `package ${id}`, `It ends again at ${place}`);
      ended.set(id, true);
    }
  }
  return { findings, openExports: [...ended].filter(([, hasEnd]) => !hasEnd).map(([id]) => id) };
}
