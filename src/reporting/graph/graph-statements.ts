import type { CaseStatement } from '../../core/statements/case-statement.ts';
import type { StatementContent } from '../../core/statements/statement.ts';
import type { GraphGround } from './graph-ground.ts';
import { describeAccount, describeMeans, describeOrganisation, describePerson, type Described } from './graph-identities.ts';
import { buildStatementMarkings } from './graph-markings.ts';
import { dateTime, type GraphNode, type NodeRef, only } from './graph-node.ts';
import { buildOpinion, buildRelation } from './graph-opinions.ts';
import { buildActor } from './graph-people.ts';
import { entityNode, eachOnce, evidenceOf, requireEntity, statementNode } from './graph-statement-nodes.ts';
import { describeEvent, describeItem, describeLocation } from './graph-things.ts';

/**
 * What people said of the case, as far as it stands: neither replaced nor withdrawn. Each entity is one object, with what the newest statement about it
 * says; each statement is an annotation of it, with author, time, evidence and handling.
 */
export function* buildStatements(ground: GraphGround): Generator<GraphNode> {
  const current = ground.input.statements.filter(({ state }) => state === 'current');
  const newest = new Map(current.filter(({ statement }) => isOfEntity(statement.content)).map((one) => [one.statement.entity, one]));
  for (const one of newest.values()) yield* buildEntity(ground, one);
  // Opinions of truth last: they annotate other annotations, and only those that are there.
  const [others, opinions] = [current.filter((one) => !isOfTruth(one)), current.filter(isOfTruth)];
  for (const one of [...others, ...opinions]) {
    const { statement } = one;
    const about = yield* findAbout(ground, one);
    if (about.length === 0) continue;
    const annotation = statementNode(ground, statement.id);
    const author = yield* buildAuthor(ground, one);
    const markings = yield* buildStatementMarkings(ground, statement);
    yield* ground.once({
      ...annotation,
      '@type': 'core:Annotation',
      'core:name': `statement: ${statement.content.kind}`,
      'core:tag': [statement.nature],
      'core:createdBy': author,
      'core:objectCreatedTime': dateTime(one.madeAt),
      'core:objectMarking': markings,
      'core:object': eachOnce([...about, ...evidenceOf(ground, statement.evidence)]),
      'core:statement': wordsOf(statement.content),
      'pugmark:logEntry': one.entry,
      ...only({ 'core:description': statement.evidence.flatMap(({ quote }) => (quote === undefined ? [] : [`quoted: ${quote}`])) }),
    });
    ground.count(annotation);
  }
}

function isOfTruth({ statement }: CaseStatement): boolean {
  return statement.content.kind === 'truth';
}

function isOfEntity({ kind }: StatementContent): boolean {
  return ['person', 'account', 'organisation', 'means-of-communication', 'item', 'location', 'event'].includes(kind);
}

function* buildEntity(ground: GraphGround, { statement }: CaseStatement): Generator<GraphNode> {
  const entity = entityNode(ground, statement.entity);
  const described = yield* describe(ground, entity, statement.content);
  if (described === undefined) return;
  const own = described['core:externalReference'];
  const reference: GraphNode = {
    ...ground.ids.within(entity, 'reference'),
    '@type': 'core:ExternalReference',
    'core:definingContext': 'Entity in the statements of the case',
    'core:externalIdentifier': statement.entity,
  };
  yield* ground.once({
    ...entity,
    ...described,
    'core:externalReference': [reference, ...(Array.isArray(own) ? (own as readonly GraphNode[]) : [])],
    'core:objectMarking': yield* buildStatementMarkings(ground, statement),
  });
  ground.count(entity);
}

/** Class and properties of an entity, by the kind of the statement; undefined for statements about something else. */
function* describe(ground: GraphGround, entity: NodeRef, content: StatementContent): Generator<GraphNode, Described | undefined> {
  const { kind, fields } = content;
  if (kind === 'person') return yield* describePerson(ground, entity, fields);
  if (kind === 'account') return yield* describeAccount(ground, entity, fields);
  if (kind === 'organisation') return yield* describeOrganisation(ground, entity, fields);
  if (kind === 'means-of-communication') return yield* describeMeans(ground, entity, fields);
  if (kind === 'item') return describeItem(fields);
  if (kind === 'location') return describeLocation(ground, entity, fields);
  return kind === 'event' ? describeEvent(fields) : undefined;
}

/** What an annotation is about; nothing where that is not in this package: then there is nothing to annotate. */
function* findAbout(ground: GraphGround, one: CaseStatement): Generator<GraphNode, readonly NodeRef[]> {
  const { kind, fields } = one.statement.content;
  if (kind === 'relation' || kind === 'corroboration') return yield* buildRelation(ground, one);
  if (kind === 'identification') return yield* buildOpinion(ground, one);
  if (kind === 'truth') return [statementNode(ground, fields.of)].filter((node) => ground.hasWritten(node));
  if (kind === 'translation') {
    const originals = evidenceOf(ground, one.statement.evidence);
    return originals.length === 0 ? [ground.investigation()] : originals;
  }
  return [yield* requireEntity(ground, one.statement.entity)];
}

function* buildAuthor(ground: GraphGround, { author, entry }: CaseStatement): Generator<GraphNode, NodeRef> {
  const logged = ground.input.timeline.find(({ origin, entry: { seq } }) => `${origin}/${seq}` === entry);
  return yield* buildActor(ground, author, logged?.entry.tool ?? ground.input.seal.tool);
}

/** In words, and as it was stated: the fields of the statement. */
function wordsOf(content: StatementContent): readonly string[] {
  if (content.kind === 'translation') return [content.fields.text, `original: ${content.fields.original}`, ...originOf(content.fields)];
  const fields: readonly (readonly [string, unknown])[] = Object.entries(content.fields);
  return fields.flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => `${name}: ${sayValue(one)}`));
}

function sayValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function originOf({ from, to, how, by }: Extract<StatementContent, { kind: 'translation' }>['fields']): readonly string[] {
  return [`translation from ${from} to ${to} by ${how}${by === undefined ? '' : ` (${by})`}`];
}
