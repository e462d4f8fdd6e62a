import type { FormInput } from '../../core/forms/form-input.ts';
import { buildCapture } from './graph-capture.ts';
import { buildDisclosed, buildRedaction } from './graph-disclosure.ts';
import { GRAPH_CONTEXT, UCO_VERSION } from './graph-context.ts';
import { GraphGround } from './graph-ground.ts';
import { buildLogActions } from './graph-log.ts';
import { buildPackageMarkings } from './graph-markings.ts';
import { dateTime, type GraphNode, only, refTo } from './graph-node.ts';
import { buildActor, buildAgency } from './graph-people.ts';
import { buildReceived } from './graph-received.ts';
import { buildStamps } from './graph-stamps.ts';
import { buildStatements } from './graph-statements.ts';

/** A graph as it is written: its bundle, and the objects in it one after the other. */
export interface Graph {
  /** `@context` and everything of the bundle but `core:object`. */
  readonly head: Readonly<Record<string, unknown>>;
  readonly objects: AsyncIterable<GraphNode>;
}

/**
 * The CASE/UCO graph of a package (docs/formats/graph.md). Holds nothing that the package does not hold. `onExhibit` after each exhibit. `objects` throws
 * as the readers in `input`.
 */
export function buildGraph(input: FormInput, onExhibit: () => void = () => undefined): Graph {
  const ground = new GraphGround(input);
  const { seal, packageName } = input;
  const first: GraphNode[] = [];
  const facts = collect(buildBundleFacts(ground), first);
  const head = {
    '@context': GRAPH_CONTEXT,
    ...ground.bundle(),
    '@type': 'core:Bundle',
    'core:name': packageName,
    'core:description': `Case package made by Pugmark${seal.practice ? ': PRACTICE, not evidence' : ''}`,
    'core:specVersion': UCO_VERSION,
    'core:objectCreatedTime': dateTime(seal.createdAt),
    ...facts,
  };
  return { head, objects: buildObjects(ground, first, onExhibit) };
}

async function* buildObjects(ground: GraphGround, first: readonly GraphNode[], onExhibit: () => void): AsyncGenerator<GraphNode> {
  yield* first;
  for (const exhibit of ground.input.exhibits) {
    yield* buildCapture(ground, exhibit);
    onExhibit();
  }
  for (const received of ground.input.received) {
    yield* buildReceived(ground, received);
    onExhibit();
  }
  for (const disclosed of ground.input.disclosed ?? []) {
    yield* buildDisclosed(ground, disclosed);
    onExhibit();
  }
  for (const redaction of ground.input.redactions ?? []) yield* buildRedaction(ground, redaction);
  yield* buildStamps(ground);
  yield* buildLogActions(ground);
  yield* buildStatements(ground);
  yield* buildInvestigation(ground);
}

/** Who made the bundle, and how it may be used. */
function* buildBundleFacts(ground: GraphGround): Generator<GraphNode, Readonly<Record<string, GraphNode[string]>>> {
  const { seal } = ground.input;
  yield* buildAgency(ground);
  const createdBy = yield* buildActor(ground, seal.operator, seal.tool);
  const markings = yield* buildPackageMarkings(ground);
  return { 'core:createdBy': createdBy, ...only({ 'core:objectMarking': markings }) };
}

/** Last: it lists what came before. */
function* buildInvestigation(ground: GraphGround): Generator<GraphNode> {
  const { seal, caseTitle, caseBasis } = ground.input;
  const node = ground.investigation();
  const authorization = ground.ids.of('authorization');
  if (caseBasis !== undefined) {
    yield {
      ...authorization,
      '@type': 'investigation:Authorization',
      'core:name': 'Legal basis, as stated by the operator',
      'core:description': caseBasis,
    };
  }
  yield {
    ...node,
    '@type': 'investigation:Investigation',
    'core:name': seal.case.reference,
    'core:description': caseTitle,
    'core:externalReference': {
      ...ground.ids.within(node, 'reference'),
      '@type': 'core:ExternalReference',
      'core:definingContext': 'Case in the records of Pugmark',
      'core:externalIdentifier': seal.case.id,
    },
    'investigation:investigationForm': 'case',
    ...only({
      'investigation:relevantAuthorization': caseBasis === undefined ? undefined : refTo(authorization),
      'core:objectMarking': collect(buildPackageMarkings(ground), []),
      'core:object': ground.inInvestigation,
    }),
  };
}

/** What a generator returns; what it yields goes into `nodes`. */
function collect<T>(generator: Generator<GraphNode, T>, nodes: GraphNode[]): T {
  for (;;) {
    const step = generator.next();
    if (step.done === true) return step.value;
    nodes.push(step.value);
  }
}
