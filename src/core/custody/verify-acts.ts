import { z } from 'zod';
import { formatExhibitNumber, parseExhibitNumber, type ExhibitNumber, type Uuid } from '../ids.ts';
import type { CustodyEntry } from './entry.ts';
import { CAPTURE_END_TYPES } from './event-types.ts';
import type { LogFinding, LogFindingCode, LogLeaf, LogReport } from './log-report.ts';

const attemptSchema = z.object({ attempt: z.uuid() });
const skippedSchema = z.object({ highestAttempt: z.int().min(0) });

/**
 * Captures of a case across its segments: each number is given out once and in order, and each start has at most one end,
 * of the same attempt, after it. A withheld leaf may be any of these: then what only it could show is not asked for.
 */
export function verifyCaptureActs(leaves: readonly LogLeaf[]): Pick<LogReport, 'findings' | 'open' | 'skipped'> {
  const findings: LogFinding[] = [];
  const report = (code: LogFindingCode, subject: string, message: string): void => {
    findings.push({ code, subject, message });
  };
  const isWhole = leaves.every(({ entry }) => entry !== undefined);
  const started = new Map<ExhibitNumber, Uuid>();
  const ended = new Set<ExhibitNumber>();
  const skipped: { first: ExhibitNumber; last: ExhibitNumber }[] = [];
  let highest = 0;
  for (const { entry, origin, seq } of leaves) {
    if (entry === undefined) continue;
    const subject = `${origin} entry ${seq}`;
    if (entry.type === 'segment.joined') {
      const told = skippedSchema.safeParse(entry.details).data?.highestAttempt ?? 0;
      if (told > highest) skipped.push({ first: formatExhibitNumber(highest + 1), last: formatExhibitNumber(told) });
      highest = Math.max(highest, told);
    } else if (entry.type === 'capture.started' || entry.type === 'file.added') {
      const act = readAct(entry);
      if (act === undefined) {
        report('line-invalid', subject, 'A start without exhibit or attempt');
        continue;
      }
      if (started.has(act.exhibit)) report('start-repeated', act.exhibit, `It starts again at ${subject}`);
      else if (isWhole && act.number !== highest + 1)
        report('number-gap', act.exhibit, `Expected ${formatExhibitNumber(highest + 1)} at ${subject}`);
      else if (act.number <= highest)
        report('number-gap', act.exhibit, `Expected a number after ${formatExhibitNumber(highest)} at ${subject}`);
      // A received file has its number, start and end in one entry.
      if (entry.type === 'file.added') ended.add(act.exhibit);
      started.set(act.exhibit, act.attempt);
      highest = Math.max(highest, act.number);
    } else if (CAPTURE_END_TYPES.some((type) => type === entry.type)) {
      const act = readAct(entry);
      if (act === undefined || (isWhole && started.get(act.exhibit) !== act.attempt)) {
        report('end-without-start', act?.exhibit ?? subject, `${entry.type} at ${subject} ends nothing that started before`);
        continue;
      }
      if (ended.has(act.exhibit)) report('end-repeated', act.exhibit, `It ends again at ${subject}`);
      ended.add(act.exhibit);
    }
  }
  const open = [...started].filter(([exhibit]) => !ended.has(exhibit)).map(([exhibit, attempt]) => ({ exhibit, attempt }));
  return { findings, open, skipped };
}

function readAct(entry: CustodyEntry): { readonly exhibit: ExhibitNumber; readonly number: number; readonly attempt: Uuid } | undefined {
  const number = entry.exhibit === undefined ? undefined : parseExhibitNumber(entry.exhibit);
  const attempt = attemptSchema.safeParse(entry.details).data?.attempt;
  return number === undefined || entry.exhibit === undefined || attempt === undefined
    ? undefined
    : { exhibit: entry.exhibit, number, attempt };
}
