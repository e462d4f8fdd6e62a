import type { FormInput } from '../../core/forms/form-input.ts';
import type { CaseStatement } from '../../core/statements/case-statement.ts';
import { NAMING, type EntitiesFile, type EntityAttribute } from '../../core/statements/entities-file.ts';
import { isEntityKind } from '../../core/statements/entity-kinds.ts';
import type { StatementKind } from '../../core/statements/statement.ts';
import { attributeNameOf, ENTITY_NAMES } from './attribute-names.ts';

export function buildEntitiesFile({ seal, statements, timeline }: FormInput): EntitiesFile {
  const ofKind = (kind: StatementKind): CaseStatement[] => statements.filter(({ statement }) => statement.content.kind === kind);
  return {
    format: 'entities/v1',
    naming: NAMING,
    package: seal.package,
    case: seal.case,
    practice: seal.practice,
    notShown: timeline.filter(({ entry, texts }) => entry.type === 'statement.made' && texts['statement'] === undefined).length,
    entities: [...Map.groupBy(statements, ({ statement }) => statement.entity)].flatMap(([id, all]) => buildEntity(id, all)),
    relations: statements.flatMap((one) => {
      const { content } = one.statement;
      if (content.kind !== 'relation') return [];
      const { type, from, to } = content.fields;
      return [{ type, from, to, statement: one }];
    }),
    opinions: ofKind('truth'),
    identifications: ofKind('identification'),
    translations: ofKind('translation'),
    corroborations: ofKind('corroboration'),
  };
}

/** None where nothing says what it is, as of a relation. */
function buildEntity(id: string, all: readonly CaseStatement[]): EntitiesFile['entities'] {
  const statements = all.filter(({ statement }) => isEntityKind(statement.content.kind));
  const kind = statements[0]?.statement.content.kind;
  if (kind === undefined || !isEntityKind(kind)) return [];
  const attributes = statements.filter(({ state }) => state === 'current').flatMap(({ statement }) => listAttributes(statement));
  return [{ id, type: ENTITY_NAMES[kind], attributes, statements }];
}

function listAttributes({ id, content }: CaseStatement['statement']): EntityAttribute[] {
  return Object.entries(content.fields).flatMap(([field, value]: [string, unknown]) =>
    isValue(value) ? [{ name: attributeNameOf(content.kind, field), value, statement: id }] : [],
  );
}

function isValue(value: unknown): value is EntityAttribute['value'] {
  return ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value);
}
