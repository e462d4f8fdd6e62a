import { PugmarkError } from '../core/errors.ts';
import type { CaseStatement } from '../core/statements/case-statement.ts';
import { findCode, isCurrency } from '../core/statements/code-lists.ts';
import { isEntityKind } from '../core/statements/entity-kinds.ts';
import type { StatementRule } from '../core/statements/rules.ts';
import type { Statement, StatementContent } from '../core/statements/statement.ts';

/** Throws `statement-refused`. */
export function refuseStatement(rule: StatementRule, message: string): never {
  throw new PugmarkError('statement-refused', message, { details: { rule } });
}

/**
 * Every rule that a schema cannot hold, in one place; those of its evidence are `completeEvidence`'s. `known`: all statements of the case.
 * Throws `statement-refused` with the first rule that is broken.
 */
export function assertStatement(statement: Statement, known: readonly CaseStatement[]): void {
  assertHandling(statement);
  assertNature(statement);
  assertCodes(statement.content);
  assertSubject(statement, known);
  assertReplaced(statement, known);
}

function assertHandling({ handling, handlingText }: Statement): void {
  if (handling.includes('H3') && handlingText === undefined)
    refuseStatement('handling-text-missing', 'H3 needs a text that says what the restriction is');
  // A restriction that no code announces is overlooked.
  if (!handling.includes('H3') && handlingText !== undefined)
    refuseStatement('handling-text-without-h3', 'A text that restricts the handling goes with H3: add H3');
}

function assertNature({ nature, content, evaluation, evidence }: Statement): void {
  if (nature === 'asserted') {
    if (evaluation === undefined)
      refuseStatement('evaluation-missing', 'What is asserted needs its evaluation: of the source (A to X), of the information (1 to 4)');
    return;
  }
  if (evidence.length === 0) refuseStatement('evidence-missing', 'What was displayed needs the exhibit in which everyone can look');
  if (content.kind !== 'relation' && !isEntityKind(content.kind))
    refuseStatement('never-displayed', `A ${content.kind} is the work of a person, not what a page displayed: make it asserted`);
  const isJudged =
    ((content.kind === 'person' || content.kind === 'account') && content.fields.status !== 'account-holder-shown-on-page') ||
    (content.kind === 'person' && content.fields.isIdentified);
  if (isJudged)
    refuseStatement(
      'status-is-judgement',
      'No page displays the status of a person or that they are identified: assert it, with its evaluation',
    );
}

function assertCodes(content: StatementContent): void {
  if (content.kind === 'item') {
    const { term, source, currency } = content.fields;
    if (term !== undefined) {
      const listed = findCode('terms', term);
      demand(listed !== undefined, 'CITES term code', term);
      demand(listed?.isOld !== true, 'CITES term code of today: it stands in older data only', term);
    }
    demand(source === undefined || findCode('sources', source) !== undefined, 'CITES source code', source ?? '');
    demand(currency === undefined || isCurrency(currency), 'currency code of ISO 4217', currency ?? '');
  } else if (content.kind === 'person') demandCountry(content.fields.nationality);
  else if (content.kind === 'organisation') demandCountry(content.fields.country);
  else if (content.kind === 'location') {
    const { country, latitude, longitude } = content.fields;
    demandCountry(country);
    if (
      (latitude === undefined) !== (longitude === undefined) ||
      Math.abs(Number(latitude ?? 0)) > 90 ||
      Math.abs(Number(longitude ?? 0)) > 180
    )
      refuseStatement('location-incomplete', 'A place has a latitude (-90 to 90) and a longitude (-180 to 180), or neither');
  }
}

function demand(isKnown: boolean, what: string, code: string): void {
  if (!isKnown) refuseStatement('code-unknown', `${JSON.stringify(code)} is no ${what}`);
}

function demandCountry(code: string | undefined): void {
  demand(code === undefined || findCode('countries', code) !== undefined, 'country code of ISO 3166-1', code ?? '');
}

/** What it is about must be known, and of a kind that it can be about. */
function assertSubject({ content, entity, replaces }: Statement, known: readonly CaseStatement[]): void {
  if (content.kind === 'relation') assertEnds(content.fields, known);
  else if (content.kind === 'corroboration' && content.fields.exhibit === content.fields.by)
    refuseStatement('corroboration-of-itself', 'No exhibit corroborates itself');
  else if (content.kind === 'truth') assertJudged(content.fields.of, known);
  if (content.kind === 'truth') return;
  const about = known
    .filter(({ statement: one }) => one.entity === entity && one.content.kind !== 'truth')
    .map(({ statement: one }) => one);
  const strange = about.find((one) => !mayShareEntity(content.kind, one.content.kind));
  if (strange !== undefined)
    refuseStatement('entity-of-another-kind', `${entity} is about a ${strange.content.kind}, not a ${content.kind}`);
  if (replaces !== undefined && about.length === 0) refuseStatement('statement-unknown', `This case has no statement ${replaces}`);
}

function assertEnds({ from, to }: { readonly from: string; readonly to: string }, known: readonly CaseStatement[]): void {
  if (from === to) refuseStatement('relation-to-itself', 'A relation is between two that differ');
  for (const end of [from, to]) {
    const isKnown = known.some(
      ({ statement, state }) => statement.entity === end && state === 'current' && isEntityKind(statement.content.kind),
    );
    if (!isKnown) refuseStatement('entity-unknown', `No current statement of this case is about ${end}: describe it first`);
  }
}

function assertJudged(id: string, known: readonly CaseStatement[]): void {
  const judged = known.find(({ statement }) => statement.id === id);
  if (judged === undefined) refuseStatement('statement-unknown', `This case has no statement ${id}`);
  if (judged.statement.content.kind === 'truth') refuseStatement('not-to-be-judged', 'It is an opinion already: replace it by another one');
  if (judged.state !== 'current') refuseStatement('statement-not-current', `The statement ${id} was ${judged.state}`);
}

/** An identification is about an item that was described, a translation about anything that was said. */
function mayShareEntity(kind: StatementContent['kind'], other: StatementContent['kind']): boolean {
  if (kind === other || kind === 'translation' || other === 'translation') return true;
  const pair = [kind, other];
  return pair.includes('item') && pair.includes('identification');
}

/** One takes the place of one that stands, of the same kind, about the same. */
function assertReplaced({ content, entity, replaces }: Statement, known: readonly CaseStatement[]): void {
  if (replaces === undefined) return;
  const before = known.find(({ statement: one }) => one.id === replaces);
  if (before === undefined) refuseStatement('statement-unknown', `This case has no statement ${replaces}`);
  if (before.state !== 'current') refuseStatement('statement-not-current', `The statement ${replaces} was ${before.state} already`);
  const { statement: one } = before;
  const isSame =
    one.entity === entity &&
    one.content.kind === content.kind &&
    (one.content.kind !== 'truth' || content.kind !== 'truth' || one.content.fields.of === content.fields.of);
  if (!isSame) refuseStatement('entity-of-another-kind', `The statement ${replaces} is about something else`);
}
