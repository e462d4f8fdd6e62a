import { parseEntryLine } from '../core/custody/entry.ts';
import { PugmarkError } from '../core/errors.ts';
import type { ExhibitNumber } from '../core/ids.ts';
import type { CaseReader } from '../core/ports.ts';
import { compareRecords, type RecordComparison } from '../core/statements/compare-records.ts';
import { assertCorroborates, type CorroboratingCapture } from '../core/statements/corroboration.ts';
import { readExhibit } from './exhibit-service.ts';

export interface ExhibitComparison {
  readonly exhibit: ExhibitNumber;
  readonly with: ExhibitNumber;
  readonly fields: readonly RecordComparison[];
  /** Whether the second may be said to corroborate the first; if not, why. */
  readonly corroborates: { readonly may: true } | { readonly may: false; readonly reason: string; readonly message: string };
}

/**
 * Two captures of a case, field by field. Throws `exhibit-unknown`, `usage` when one is no sealed capture; `object-missing`, `object-changed`,
 * `record-invalid` when what is stored is not what was sealed.
 */
export async function compareExhibits(reader: CaseReader, exhibit: string, other: string): Promise<ExhibitComparison> {
  const first = await readCorroborating(reader, exhibit);
  const second = await readCorroborating(reader, other);
  return {
    exhibit: first.exhibit,
    with: second.exhibit,
    fields: compareRecords(first.record, second.record, { first: first.operator, second: second.operator }),
    corroborates: judge(first, second),
  };
}

/** A sealed capture with the operator who captured it, by the log. Throws as {@link compareExhibits}. */
export async function readCorroborating(reader: CaseReader, exhibit: string): Promise<CorroboratingCapture> {
  const { found, record } = await readExhibit(reader, exhibit);
  const { summary } = found;
  if (record === undefined) {
    throw new PugmarkError('usage', `${summary.exhibit} is no sealed capture: there is nothing to compare`, {
      details: { exhibit: summary.exhibit },
    });
  }
  // By its digest: a number alone could be that of another segment.
  const line = reader.readLog().find((one) => summary.digest !== undefined && isEndOf(one.line, summary.digest));
  return { exhibit: summary.exhibit, record, operator: line === undefined ? undefined : parseEntryLine(line.line).actor };
}

function isEndOf(line: string, digest: string): boolean {
  return line.includes(`"digest":"${digest}"`) && /"type":"capture\.(?:sealed|failed)"/.test(line);
}

function judge(first: CorroboratingCapture, second: CorroboratingCapture): ExhibitComparison['corroborates'] {
  try {
    assertCorroborates(first, second);
    return { may: true };
  } catch (error) {
    if (!(error instanceof PugmarkError) || error.code !== 'usage') throw error;
    return { may: false, reason: String(error.details['reason']), message: error.message };
  }
}
