import {
  EVENT_TYPES,
  ITEM_KINDS,
  ITEM_UNITS,
  MEANS_OF_COMMUNICATION,
  PERSON_STATUSES,
  RELATION_TYPES,
  TRUTH_OPINIONS,
} from '../../../core/statements/codes.ts';
import { ENTITY_KINDS } from '../../../core/statements/entity-kinds.ts';
import type { StatementKind } from '../../../core/statements/statement.ts';

/** How a field is asked for. `lines`: several values, one a line; `entity`: another thing of the case. */
export type FieldInput =
  | 'line'
  | 'lines'
  | 'text'
  | 'choice'
  | 'yes-no'
  | 'decimal'
  | 'whole'
  | 'country'
  | 'currency'
  | 'term'
  | 'letter'
  | 'when'
  | 'day'
  | 'language'
  | 'entity'
  | 'exhibit';

export interface FieldRule {
  /** As in the statement; `listing.cites` for what lies one deeper. */
  readonly name: string;
  readonly input: FieldInput;
  readonly isRequired?: true;
  readonly choices?: readonly string[];
  /** Of its choices in the catalogue: `statement.status`. Without it the codes are the words. */
  readonly words?: string;
}

const STATUS: FieldRule = { name: 'status', input: 'choice', choices: PERSON_STATUSES, words: 'statement.status', isRequired: true };
const line = (name: string): FieldRule => ({ name, input: 'line' });
const must = (rule: FieldRule): FieldRule => ({ ...rule, isRequired: true });
const chosen = (name: string, choices: readonly string[], words: string): FieldRule => must({ name, input: 'choice', choices, words });
const maybe = (name: string, choices: readonly string[], words?: string): FieldRule => ({
  name,
  input: 'choice',
  choices,
  ...(words === undefined ? {} : { words }),
});
const why: FieldRule = { name: 'why', input: 'text' };

/** What each kind of statement is asked for, in the order of its form (core/statements/statement.ts). */
export const FIELD_RULES: Readonly<Record<StatementKind, readonly FieldRule[]>> = {
  person: [
    STATUS,
    { name: 'names', input: 'lines' },
    { name: 'aliases', input: 'lines' },
    { name: 'isIdentified', input: 'yes-no', isRequired: true },
    maybe('sex', ['female', 'male', 'other', 'unknown'], 'statement.sex'),
    { name: 'born', input: 'when' },
    line('birthPlace'),
    { name: 'nationality', input: 'country' },
    line('address'),
    line('occupation'),
    { name: 'identifiers', input: 'lines' },
  ],
  account: [STATUS, must(line('platform')), line('displayName'), line('accountId'), line('url')],
  organisation: [
    must(line('legalName')),
    line('tradeName'),
    line('activity'),
    line('registrationNumber'),
    line('vat'),
    { name: 'country', input: 'country' },
    line('address'),
  ],
  'means-of-communication': [
    chosen('type', MEANS_OF_COMMUNICATION, 'statement.means'),
    must(line('shown')),
    line('normalised'),
    line('platform'),
  ],
  item: [
    chosen('kind', ITEM_KINDS, 'statement.item'),
    { name: 'description', input: 'text' },
    line('taxon'),
    line('commonName'),
    { name: 'term', input: 'term' },
    { name: 'source', input: 'letter' },
    { name: 'quantity', input: 'decimal' },
    maybe('unit', ITEM_UNITS),
    { name: 'live', input: 'yes-no' },
    { name: 'marks', input: 'lines' },
    { name: 'price', input: 'decimal' },
    { name: 'currency', input: 'currency' },
  ],
  location: [
    chosen('origin', ['stated', 'derived'], 'statement.origin'),
    line('shown'),
    line('region'),
    { name: 'country', input: 'country' },
    { name: 'latitude', input: 'decimal' },
    { name: 'longitude', input: 'decimal' },
    { name: 'precisionM', input: 'whole' },
  ],
  event: [
    chosen('type', EVENT_TYPES, 'statement.event'),
    { name: 'when', input: 'when' },
    line('shown'),
    { name: 'description', input: 'text' },
  ],
  relation: [
    { name: 'from', input: 'entity', isRequired: true },
    chosen('type', RELATION_TYPES, 'statement.relation'),
    { name: 'to', input: 'entity', isRequired: true },
    why,
  ],
  truth: [chosen('opinion', TRUTH_OPINIONS, 'statement.opinion'), why],
  translation: [
    { name: 'from', input: 'language', isRequired: true },
    { name: 'to', input: 'language', isRequired: true },
    { name: 'original', input: 'text', isRequired: true },
    { name: 'text', input: 'text', isRequired: true },
    chosen('how', ['person', 'sworn-translator', 'machine'], 'statement.how'),
    line('by'),
  ],
  identification: [
    must(line('taxon')),
    maybe('qualifier', ['cf.', 'aff.', 'look-alike'], 'statement.qualifier'),
    line('rank'),
    chosen('method', ['visual', 'text', 'laboratory', 'machine', 'other'], 'statement.method'),
    line('by'),
    { name: 'confidence', input: 'whole' },
    line('listing.cites'),
    line('listing.euAnnex'),
    { name: 'listing.asOf', input: 'day' },
    { name: 'remarks', input: 'text' },
  ],
  corroboration: [must({ name: 'exhibit', input: 'exhibit' }), must({ name: 'by', input: 'exhibit' }), why],
};

/** What a page can show by itself; everything else only an author can say. */
const SHOWN_BY_PAGES: readonly StatementKind[] = [...ENTITY_KINDS, 'relation'];

export function canBeDisplayed(kind: StatementKind): boolean {
  return SHOWN_BY_PAGES.includes(kind);
}

/** Tabs of the case data, and the kinds in each. */
export const KIND_GROUPS = {
  persons: ['person', 'account'],
  organisations: ['organisation'],
  means: ['means-of-communication'],
  items: ['item'],
  locations: ['location'],
  events: ['event'],
  relations: ['relation'],
  findings: ['identification', 'translation', 'corroboration'],
} as const satisfies Readonly<Record<string, readonly StatementKind[]>>;
export type KindGroup = keyof typeof KIND_GROUPS;
export const GROUP_NAMES: readonly KindGroup[] = [
  'persons',
  'organisations',
  'means',
  'items',
  'locations',
  'events',
  'relations',
  'findings',
];
