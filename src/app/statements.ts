import { buildCanonicalJson } from '../core/canonical/canonical-json.ts';
import { parseUtf8 } from '../core/digest/encoding.ts';
import { PugmarkError } from '../core/errors.ts';
import type { Random, Uuid } from '../core/ids.ts';
import type { CaseReader, CaseStore } from '../core/ports.ts';
import type { CaseStatement } from '../core/statements/case-statement.ts';
import { HANDLING_CODES } from '../core/statements/codes.ts';
import type { NewStatement } from '../core/statements/new-statement.ts';
import { findExhibitsOf, nameExhibits } from '../core/statements/statement-exhibits.ts';
import { statementSchema, type Statement } from '../core/statements/statement.ts';
import { compareExhibits } from './compare-exhibits.ts';
import { completeEvidence, requireSealed } from './statement-evidence.ts';
import { assertStatement, refuseStatement } from './statement-rules.ts';

type StatementStore = Pick<CaseStore, 'summary' | 'findExhibit' | 'listStatements' | 'readLog' | 'record'> & CaseReader;

/**
 * Makes a statement: the log commits to it (`statement.made`), its words stay outside the log. Of something displayed another one is made along
 * with it, whether it is true: not assessed, X4, unless something else is said. Also in a closed case. Gives what was made, in order.
 * Throws `statement-refused` (its `details.rule` says why), `exhibit-unknown`, `artifact-unknown`, `json-invalid`; of a
 * corroboration also `usage` for what is no capture, `object-missing`, `object-changed`; `disk-full`, `io-failed`.
 */
export async function makeStatement(
  store: StatementStore,
  random: Pick<Random, 'uuid'>,
  given: NewStatement,
): Promise<readonly CaseStatement[]> {
  await assertFounded(store, given);
  // From here on nothing else happens between what is looked at and what is committed.
  const known = store.listStatements();
  const { truth } = given;
  const statement: Statement = {
    ...shapeOf(given, random),
    entity: chooseEntity(given, known, random),
    ...(given.replaces === undefined ? {} : { replaces: given.replaces }),
    nature: given.nature,
    content: given.content,
    evidence: [...completeEvidence(store, given.evidence)],
    ...(given.evaluation === undefined ? {} : { evaluation: given.evaluation }),
  };
  if (truth !== undefined && statement.nature !== 'displayed')
    refuseStatement(
      'truth-of-displayed-only',
      'Whether it is true is said along with what was displayed; of another one, by a statement of kind truth',
    );
  assertStatement(statement, known);
  const made = record(store, statement, known);
  if (statement.nature !== 'displayed') return [made];
  const { opinion = 'not-assessed', why, evaluation = { source: 'X', information: '4' } } = truth ?? {};
  const opinionOf: Statement = {
    ...shapeOf(given, random),
    entity: statement.entity,
    nature: 'asserted',
    content: { kind: 'truth', fields: { of: statement.id, opinion, ...(why === undefined ? {} : { why }) } },
    evidence: [],
    evaluation,
  };
  return [made, record(store, opinionOf, [...known, made])];
}

/**
 * Takes a statement back: it stays in the log with its withdrawal and the reason. Throws `statement-refused` (`statement-unknown`,
 * `statement-not-current`), `usage` for an empty reason, `disk-full`, `io-failed`.
 */
export function withdrawStatement(store: StatementStore, withdrawn: { readonly statement: Uuid; readonly reason: string }): void {
  const reason = withdrawn.reason.toWellFormed().trim();
  if (reason === '') throw new PugmarkError('usage', 'Say why the statement is withdrawn: it goes into the custody log');
  const known = store.listStatements();
  const found = known.find(({ statement }) => statement.id === withdrawn.statement);
  if (found === undefined) refuseStatement('statement-unknown', `This case has no statement ${withdrawn.statement}`);
  if (found.state !== 'current')
    refuseStatement('statement-not-current', `The statement ${withdrawn.statement} was ${found.state} already`);
  const { details, ...about } = nameExhibits(findExhibitsOf(found.statement, known));
  store.record({ type: 'statement.withdrawn', ...about, details: { statement: found.statement.id, ...details }, texts: { reason } });
}

function record(store: StatementStore, given: Statement, known: readonly CaseStatement[]): CaseStatement {
  const statement = statementSchema.parse(given);
  const { id, entity, content } = statement;
  const { details, ...about } = nameExhibits(findExhibitsOf(statement, known));
  const { entry, checkpoint } = store.record({
    type: 'statement.made',
    ...about,
    details: { statement: id, kind: content.kind, entity, ...details },
    texts: { statement: parseUtf8(buildCanonicalJson(statement)) },
  });
  return { statement, author: entry.actor, madeAt: entry.time, entry: `${checkpoint.origin}/${entry.seq}`, state: 'current' };
}

function shapeOf(
  { handling, handlingText }: NewStatement,
  random: Pick<Random, 'uuid'>,
): Pick<Statement, 'format' | 'id' | 'handling' | 'handlingText'> {
  return {
    format: 'statement/v1',
    id: random.uuid(),
    handling: HANDLING_CODES.filter((code) => handling.includes(code)),
    ...(handlingText === undefined ? {} : { handlingText }),
  };
}

/** What a truth is about is what the judged statement is about, whoever makes it. */
function chooseEntity({ entity, replaces, content }: NewStatement, known: readonly CaseStatement[], random: Pick<Random, 'uuid'>): Uuid {
  const judged = content.kind === 'truth' ? content.fields.of : replaces;
  const about = known.find(({ statement }) => statement.id === judged)?.statement.entity;
  if (entity === undefined) return about ?? random.uuid();
  if (content.kind === 'truth' && about !== undefined && about !== entity)
    refuseStatement('entity-of-another-kind', `The statement ${content.fields.of} is not about ${entity}`);
  if (!known.some(({ statement }) => statement.entity === entity))
    refuseStatement('entity-unknown', `This case has no statement about ${entity}`);
  return entity;
}

/** By the records of both: the same address, seen by another operator or at another station. The same person at the same machine sees the same twice. */
async function assertFounded(reader: CaseReader, { content }: NewStatement): Promise<void> {
  if (content.kind !== 'corroboration' || content.fields.exhibit === content.fields.by) return;
  const { exhibit, by } = content.fields;
  for (const number of [exhibit, by]) requireSealed(reader, number);
  const { corroborates } = await compareExhibits(reader, exhibit, by);
  if (!corroborates.may) refuseStatement('corroboration-unfounded', corroborates.message);
}
