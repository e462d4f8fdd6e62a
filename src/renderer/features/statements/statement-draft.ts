import type { HandlingCode } from '../../../core/statements/codes.ts';
import type { CaseStatement } from '../../../core/statements/case-statement.ts';
import type { Evaluation, EvidencePointer, Statement, StatementKind } from '../../../core/statements/statement.ts';
import { canBeDisplayed, FIELD_RULES } from './statement-fields.ts';

/** A statement while it is written: every field as the text of its input. */
export interface StatementDraft {
  readonly kind: StatementKind;
  readonly entity?: string;
  readonly replaces?: string;
  readonly nature: Statement['nature'];
  readonly values: Readonly<Record<string, string>>;
  readonly evidence: readonly EvidencePointer[];
  readonly handling: readonly HandlingCode[];
  readonly handlingText: string;
  /** Of what the author says. */
  readonly evaluation: Evaluation;
  /** Of what the page shows: whether it is true, which is a statement of its own. */
  readonly truth: { readonly opinion: string; readonly evaluation: Evaluation; readonly why: string };
}

/** Nothing is known of a source that nobody has looked into. */
export const UNASSESSED: Evaluation = { source: 'X', information: '4' };

/** What may be left as it is when somebody begins to write. */
const FIRST_VALUES: Readonly<Partial<Record<StatementKind, Readonly<Record<string, string>>>>> = {
  person: { status: 'account-holder-shown-on-page', isIdentified: 'no' },
  account: { status: 'account-holder-shown-on-page' },
  'means-of-communication': { type: 'phone' },
  item: { kind: 'specimen' },
  location: { origin: 'stated' },
  event: { type: 'ad-posted' },
  relation: { type: 'uses' },
  truth: { opinion: 'not-assessed' },
  translation: { how: 'person' },
  identification: { method: 'visual' },
};

/** An empty form of this kind; with evidence it is taken for something that the page shows, where a page can show it. */
export function newDraft(
  kind: StatementKind,
  given: {
    readonly evidence?: readonly EvidencePointer[];
    readonly values?: Readonly<Record<string, string>>;
    readonly entity?: string;
  } = {},
): StatementDraft {
  const { evidence = [], values = {}, entity } = given;
  return {
    kind,
    ...(entity === undefined ? {} : { entity }),
    nature: evidence.length > 0 && canBeDisplayed(kind) ? 'displayed' : 'asserted',
    values: { ...FIRST_VALUES[kind], ...values },
    evidence,
    handling: ['H0'],
    handlingText: '',
    evaluation: UNASSESSED,
    truth: { opinion: 'not-assessed', evaluation: UNASSESSED, why: '' },
  };
}

/** The same draft as another kind: what both have by the same name stays, what was quoted goes where the kind has its words. */
export function changeKind(draft: StatementDraft, kind: StatementKind): StatementDraft {
  const names = new Set(FIELD_RULES[kind].filter(({ input }) => input !== 'choice').map(({ name }) => name));
  const kept = Object.fromEntries(Object.entries(draft.values).filter(([name]) => names.has(name)));
  const quote = draft.evidence[0]?.quote;
  const { entity: _old, ...rest } = draft;
  return {
    ...rest,
    kind,
    nature: canBeDisplayed(kind) ? draft.nature : 'asserted',
    values: { ...FIRST_VALUES[kind], ...(quote === undefined ? {} : quotedIn(kind, quote)), ...kept },
  };
}

/** Where words of a page stand first in a statement of this kind. */
export function quotedIn(kind: StatementKind, quote: string): Readonly<Record<string, string>> {
  const line = quote.replaceAll(/\s+/g, ' ').trim();
  const short = line.length <= 500 ? line : '';
  switch (kind) {
    case 'person':
      return { names: short };
    case 'account':
      return { displayName: short };
    case 'organisation':
      return { legalName: short };
    case 'means-of-communication':
    case 'location':
    case 'event':
      return { shown: kind === 'means-of-communication' ? line : short };
    case 'item':
      return { description: quote };
    case 'translation':
      return { original: quote };
    case 'identification':
    case 'relation':
    case 'truth':
    case 'corroboration':
    default:
      return {};
  }
}

/** A statement as a draft that takes its place. `truth`: the one that stands beside it. */
export function draftOf({ statement }: Pick<CaseStatement, 'statement'>, truth?: Pick<CaseStatement, 'statement'>): StatementDraft {
  const { id, entity, nature, content, evidence, handling, handlingText, evaluation } = statement;
  const opinion = truth?.statement.content;
  return {
    kind: content.kind,
    entity,
    replaces: id,
    nature,
    values: { ...readValues(content.kind, content.fields), ...(content.kind === 'truth' ? { of: content.fields.of } : {}) },
    evidence,
    handling,
    handlingText: handlingText ?? '',
    evaluation: evaluation ?? UNASSESSED,
    truth: {
      opinion: opinion?.kind === 'truth' ? opinion.fields.opinion : 'not-assessed',
      evaluation: truth?.statement.evaluation ?? UNASSESSED,
      why: opinion?.kind === 'truth' ? (opinion.fields.why ?? '') : '',
    },
  };
}

/** The value of each field as the text of its input. */
export function readValues(kind: StatementKind, fields: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    FIELD_RULES[kind].flatMap(({ name }) => {
      const value = name.split('.').reduce<unknown>((part, key) => readKey(part, key), fields);
      const text = textOf(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function readKey(part: unknown, key: string): unknown {
  return typeof part === 'object' && part !== null ? Object.entries(part).find(([name]) => name === key)?.[1] : undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join('\n') : undefined;
}
