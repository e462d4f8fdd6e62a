import type { Uuid } from '../../core/ids.ts';
import type { ReportInput } from '../../core/package/report-input.ts';
import type { CaseStatement } from '../../core/statements/case-statement.ts';
import type { StatementContent, StatementKind } from '../../core/statements/statement.ts';

export type StatementOf<K extends StatementKind> = CaseStatement & {
  readonly statement: CaseStatement['statement'] & { readonly content: Extract<StatementContent, { kind: K }> };
};

/** The statements of a package by where they stand in a report. */
export interface StatementIndex {
  /** In the order in which they were made. */
  readonly current: readonly CaseStatement[];
  /** Replaced or withdrawn. */
  readonly former: readonly CaseStatement[];
  /** Current ones that rest on an exhibit, or speak of one that does. */
  ofExhibit(exhibit: string): readonly CaseStatement[];
  /** Current ones that rest on no exhibit of this package. */
  readonly ofCase: readonly CaseStatement[];
  /** Current opinions on whether a statement is true. */
  truthsOf(statement: Uuid): readonly StatementOf<'truth'>[];
  /** How a person, item ... is called, by the latest statement about it; undefined for what nobody named. */
  nameOf(entity: Uuid): { readonly kind: StatementKind; readonly name: string } | undefined;
  find(statement: Uuid): CaseStatement | undefined;
}

export function indexStatements({ statements, exhibits, received, disclosed = [] }: ReportInput): StatementIndex {
  const byId = new Map(statements.map((one) => [one.statement.id, one]));
  const current = statements.filter(({ state }) => state === 'current');
  const present = new Set([...exhibits, ...received, ...disclosed].map(({ exhibit }) => exhibit));
  const byExhibit = new Map<string, CaseStatement[]>();
  const ofCase: CaseStatement[] = [];
  const truths = new Map<Uuid, StatementOf<'truth'>[]>();
  const names = new Map<Uuid, { kind: StatementKind; name: string }>();
  for (const one of current) {
    const own = exhibitsOf(one, byId).filter((exhibit) => present.has(exhibit));
    if (own.length === 0) ofCase.push(one);
    for (const exhibit of own) addTo(byExhibit, exhibit, one);
    if (isOfKind(one, 'truth')) addTo(truths, one.statement.content.fields.of, one);
    const name = nameOf(one.statement.content);
    if (name !== '') names.set(one.statement.entity, { kind: one.statement.content.kind, name });
  }
  return {
    current,
    former: statements.filter(({ state }) => state !== 'current'),
    ofExhibit: (exhibit) => byExhibit.get(exhibit) ?? [],
    ofCase,
    truthsOf: (statement) => truths.get(statement) ?? [],
    nameOf: (entity) => names.get(entity),
    find: (statement) => byId.get(statement),
  };
}

export function isOfKind<K extends StatementKind>(one: CaseStatement, kind: K): one is StatementOf<K> {
  return one.statement.content.kind === kind;
}

/** Where a statement is read: at what it rests on; an opinion at what the judged statement rests on too; a comparison at both sides. */
function exhibitsOf(one: CaseStatement, byId: ReadonlyMap<Uuid, CaseStatement>): readonly string[] {
  const { content, evidence } = one.statement;
  const own = evidence.map(({ exhibit }) => exhibit);
  if (content.kind === 'corroboration') own.push(content.fields.exhibit, content.fields.by);
  if (content.kind === 'truth') {
    const judged = byId.get(content.fields.of);
    // An opinion on an opinion is read at its own evidence: a chain of them may be a ring.
    if (judged !== undefined && judged.statement.content.kind !== 'truth')
      own.push(...judged.statement.evidence.map(({ exhibit }) => exhibit));
  }
  return [...new Set(own)];
}

/** What something is called in one line; '' for what has no name. */
function nameOf(content: StatementContent): string {
  switch (content.kind) {
    case 'person':
      return content.fields.names[0] ?? content.fields.aliases?.[0] ?? '';
    case 'account':
      return content.fields.displayName ?? content.fields.accountId ?? content.fields.url ?? content.fields.platform;
    case 'organisation':
      return content.fields.legalName;
    case 'means-of-communication':
      return content.fields.shown;
    case 'item':
      return content.fields.taxon ?? content.fields.commonName ?? content.fields.description ?? '';
    case 'location':
      return content.fields.shown ?? content.fields.region ?? content.fields.country ?? '';
    case 'event':
      return content.fields.shown ?? content.fields.when ?? '';
    case 'relation':
    case 'truth':
    case 'translation':
    case 'identification':
    case 'corroboration':
      break;
  }
  return '';
}

function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
