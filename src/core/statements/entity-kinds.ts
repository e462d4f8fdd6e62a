import type { StatementKind } from './statement.ts';

/** Kinds of what a case is about, which relations connect. The others are about these, or about exhibits. */
export const ENTITY_KINDS = [
  'person',
  'account',
  'organisation',
  'means-of-communication',
  'item',
  'location',
  'event',
] as const satisfies readonly StatementKind[];
export type EntityKind = (typeof ENTITY_KINDS)[number];

export function isEntityKind(kind: StatementKind): kind is EntityKind {
  return ENTITY_KINDS.some((one) => one === kind);
}
