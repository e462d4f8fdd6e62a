import type { CaseStatement } from '../../../core/statements/case-statement.ts';
import type { StatementContent } from '../../../core/statements/statement.ts';
import type { Texts } from '../../i18n/use-texts.ts';

/** The words by which a thing of the case is known in lists: its name as somebody gave it, or its kind. Texts of pages: hostile until shown as such. */
export function nameContent(content: StatementContent, texts: Texts): string {
  const { kind } = content;
  const code = (prefix: string, value: string): string => texts.sayCode(prefix, value) ?? value;
  const fallback = code('statement.kind', kind);
  const first = (...names: readonly (string | undefined)[]): string => names.find((name) => name !== undefined) ?? fallback;
  switch (kind) {
    case 'person':
      return first(content.fields.names[0], content.fields.aliases?.[0]);
    case 'account':
      return [first(content.fields.displayName, content.fields.accountId, content.fields.url), content.fields.platform].join(', ');
    case 'organisation':
      return content.fields.legalName;
    case 'means-of-communication':
      return content.fields.shown;
    case 'item':
      return first(content.fields.taxon, content.fields.commonName, content.fields.description?.slice(0, 120));
    case 'location':
      return first(content.fields.shown, content.fields.region, content.fields.country);
    case 'event':
      return [code('statement.event', content.fields.type), content.fields.when ?? content.fields.shown].filter(Boolean).join(', ');
    case 'relation':
      return code('statement.relation', content.fields.type);
    case 'truth':
      return code('statement.opinion', content.fields.opinion);
    case 'translation':
      return `${content.fields.from} → ${content.fields.to}`;
    case 'identification':
      return [content.fields.qualifier, content.fields.taxon].filter(Boolean).join(' ');
    case 'corroboration':
      return `${content.fields.exhibit} ↔ ${content.fields.by}`;
    default:
      return fallback;
  }
}

/** The current statements of a case by the thing that they are about. */
export interface CaseThings {
  /** Things that relations can lead to and from. */
  readonly things: readonly { readonly entity: string; readonly kind: string; readonly name: string }[];
  readonly nameOf: (entity: string) => string;
  /** The opinion on whether this statement is true that holds now. */
  readonly truthOf: (statement: string) => CaseStatement | undefined;
}

const THINGS: readonly string[] = ['person', 'account', 'organisation', 'means-of-communication', 'item', 'location', 'event'];

export function listThings(statements: readonly CaseStatement[], texts: Texts): CaseThings {
  const current = statements.filter(({ state }) => state === 'current');
  const things = current
    .filter(({ statement }) => THINGS.includes(statement.content.kind))
    .map(({ statement }) => ({
      entity: statement.entity,
      kind: statement.content.kind,
      name: nameContent(statement.content, texts),
    }));
  const names = new Map(things.map(({ entity, name }) => [entity, name]));
  const truths = new Map(
    current.flatMap((one) => (one.statement.content.kind === 'truth' ? [[one.statement.content.fields.of, one] as const] : [])),
  );
  return { things, nameOf: (entity) => names.get(entity) ?? entity.slice(0, 8), truthOf: (statement) => truths.get(statement) };
}
