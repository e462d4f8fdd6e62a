import type { ExhibitNumber } from '../../core/ids.ts';
import type { CaptureRecord } from '../../core/model/capture-record.ts';
import type { ReportExhibit, ReportInput } from '../../core/package/report-input.ts';
import { compareRecords, type RecordComparison } from '../../core/statements/compare-records.ts';
import { isOfKind, type StatementIndex, type StatementOf } from './statement-index.ts';

/** Two captures of one address, as a statement links them. */
export interface Comparison {
  readonly statement: StatementOf<'corroboration'>;
  readonly first: ExhibitNumber;
  readonly second: ExhibitNumber;
  /** `by-other`: it stands at the other exhibit. `absent`: the package does not hold the other one. */
  readonly rows: readonly RecordComparison[] | 'by-other' | 'absent';
}

/**
 * Comparisons that speak of `exhibit`: each is told once, at the exhibit that is corroborated. The other record is read when it is needed,
 * wherever its volume. Throws as `ReportExhibit.readRecord`.
 */
export async function compareExhibits(
  { exhibits, timeline }: ReportInput,
  statements: StatementIndex,
  { exhibit, record }: { readonly exhibit: ReportExhibit; readonly record: CaptureRecord },
): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = [];
  const operatorOf = (number: string): string | undefined =>
    timeline.find(({ entry }) => entry.exhibit === number && entry.type === 'capture.sealed')?.entry.actor;
  for (const statement of statements.ofExhibit(exhibit.exhibit)) {
    if (!isOfKind(statement, 'corroboration')) continue;
    const { exhibit: first, by: second } = statement.statement.content.fields;
    const other = exhibits.find((one) => one.exhibit === (first === exhibit.exhibit ? second : first));
    if (other === undefined) comparisons.push({ statement, first, second, rows: 'absent' });
    else if (first !== exhibit.exhibit) comparisons.push({ statement, first, second, rows: 'by-other' });
    else {
      const operators = { first: operatorOf(first), second: operatorOf(second) };
      comparisons.push({ statement, first, second, rows: compareRecords(record, await other.readRecord(), operators) });
    }
  }
  return comparisons;
}
