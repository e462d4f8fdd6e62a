import type { ReportInput } from '../../core/package/report-input.ts';
import type { CaseStatement } from '../../core/statements/case-statement.ts';
import { indexStatements } from '../statements/statement-index.ts';
import { buildCsv } from '../tables/csv.ts';
import { attributeNameOf } from './attribute-names.ts';
import { cellOf, STANDING_COLUMNS, standingOf } from './statement-columns.ts';

/** One row per statement; a column for each field that any of them has, in the order in which they come up. */
export function buildStatementTable(statements: readonly CaseStatement[]): Uint8Array {
  const rows = statements.map((one) => ({ one, fields: readFields(one) }));
  const names = [...new Set(rows.flatMap(({ fields }) => [...fields.keys()]))];
  return buildCsv(
    ['statement', 'entity', 'kind', ...names, ...STANDING_COLUMNS],
    rows.map(({ one, fields }) => {
      const { id, entity, content } = one.statement;
      return [id, entity, content.kind, ...names.map((name) => cellOf(fields.get(name))), ...standingOf(one)];
    }),
  );
}

function readFields({ statement: { content } }: CaseStatement): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(content.fields).flatMap(([field, value]: [string, unknown]): [string, unknown][] => {
      const name = `${content.kind.replaceAll('-', '_')}.${attributeNameOf(content.kind, field)}`;
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[name, value]];
      return Object.entries(value).map(([inner, one]) => [`${name}.${attributeNameOf(content.kind, inner)}`, one]);
    }),
  );
}

/** One row per relation; what it connects with a name of it, as far as the package shows what that is. Undefined: there is none. */
export function buildRelationTable(input: ReportInput): Uint8Array | undefined {
  const { statements } = input;
  const index = indexStatements(input);
  const rows = statements.flatMap((one) => {
    const { id, content } = one.statement;
    if (content.kind !== 'relation') return [];
    const { type, from, to, why } = content.fields;
    const [start, end] = [index.nameOf(from), index.nameOf(to)];
    return [[id, type, from, start?.kind, start?.name, to, end?.kind, end?.name, why, ...standingOf(one)]];
  });
  if (rows.length === 0) return undefined;
  const columns = ['statement', 'type', 'from', 'from_kind', 'from_name', 'to', 'to_kind', 'to_name', 'why', ...STANDING_COLUMNS];
  return buildCsv(columns, rows);
}

/** One row per identification; what a machine says is a lead. Undefined: there is none. */
export function buildIdentificationTable(statements: readonly CaseStatement[]): Uint8Array | undefined {
  const rows = statements.flatMap((one) => {
    const { id, entity, content } = one.statement;
    if (content.kind !== 'identification') return [];
    const { taxon, rank, qualifier, by, method, confidence, listing, remarks } = content.fields;
    const standing = method === 'machine' ? 'lead' : 'identification';
    const listed = [listing?.cites, listing?.euAnnex, listing?.asOf];
    return [[id, entity, standing, taxon, rank, qualifier, by, method, confidence, ...listed, remarks, ...standingOf(one)]];
  });
  if (rows.length === 0) return undefined;
  const columns = ['statement', 'item', 'standing', 'taxon', 'rank', 'qualifier', 'by', 'method', 'confidence_percent'];
  return buildCsv([...columns, 'cites_appendix', 'eu_annex', 'listing_as_of', 'remarks', ...STANDING_COLUMNS], rows);
}
