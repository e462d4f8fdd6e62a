import type { FormInput } from '../../../core/forms/form-input.ts';
import type { CaseStatement } from '../../../core/statements/case-statement.ts';
import type { StatementContent, StatementKind } from '../../../core/statements/statement.ts';

type FieldsByKind = { readonly [K in StatementKind]: Extract<StatementContent, { readonly kind: K }>['fields'] };
export type FieldsOf<K extends StatementKind> = FieldsByKind[K];

/** A statement that stands, with the fields of its kind. */
export interface MadeStatement<K extends StatementKind> {
  readonly made: CaseStatement;
  readonly entity: string;
  readonly fields: FieldsOf<K>;
}

/** Neither replaced nor withdrawn. */
export function currentStatements({ statements }: Pick<FormInput, 'statements'>): readonly CaseStatement[] {
  return statements.filter(({ state }) => state === 'current');
}

/** Current ones of a kind, in the order in which they were made. */
export function statementsOf<K extends StatementKind>(input: Pick<FormInput, 'statements'>, kind: K): readonly MadeStatement<K>[] {
  return currentStatements(input).flatMap((made) => {
    const fields = fieldsOf(made.statement.content, kind);
    return fields === undefined ? [] : [{ made, entity: made.statement.entity, fields }];
  });
}

function fieldsOf<K extends StatementKind>(content: StatementContent, kind: K): FieldsOf<K> | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind tells the fields, which a generic kind does not tell the compiler
  return content.kind === kind ? (content.fields as FieldsOf<K>) : undefined;
}

/** What somebody or something is called in a list: by the first current statement about it. */
export function nameEntities(input: Pick<FormInput, 'statements'>): (entity: string) => string {
  const names = new Map<string, string>();
  for (const { statement } of currentStatements(input)) {
    const name = nameOf(statement.content);
    if (name !== undefined && !names.has(statement.entity)) names.set(statement.entity, name);
  }
  return (entity) => names.get(entity) ?? entity;
}

function nameOf(content: StatementContent): string | undefined {
  switch (content.kind) {
    case 'person':
      return content.fields.names[0] ?? content.fields.aliases?.[0];
    case 'account':
      return `${content.fields.displayName ?? content.fields.accountId ?? content.fields.url ?? '?'} (${content.fields.platform})`;
    case 'organisation':
      return content.fields.legalName;
    case 'means-of-communication':
      return content.fields.shown;
    case 'item':
      return content.fields.taxon ?? content.fields.commonName ?? content.fields.description?.slice(0, 80) ?? content.fields.kind;
    case 'location':
      return content.fields.shown ?? content.fields.region ?? content.fields.country;
    case 'event':
      return [content.fields.type, content.fields.when ?? content.fields.shown].filter((part) => part !== undefined).join(' ');
    case 'identification':
    case 'relation':
    case 'truth':
    case 'translation':
    case 'corroboration':
      return undefined;
    default:
      return content satisfies never;
  }
}

/** Entities that a relation of this type leads to or from. */
export function relatedTo(
  input: Pick<FormInput, 'statements'>,
  type: FieldsOf<'relation'>['type'],
  { from, to }: { readonly from?: string; readonly to?: string },
): readonly string[] {
  return statementsOf(input, 'relation').flatMap(({ fields }) => {
    if (fields.type !== type || (from !== undefined && fields.from !== from) || (to !== undefined && fields.to !== to)) return [];
    return [from === undefined ? fields.from : fields.to];
  });
}
