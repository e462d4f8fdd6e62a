import type { GraphGround } from './graph-ground.ts';
import { type GraphNode, type NodeRef, refTo } from './graph-node.ts';
import { buildTool } from './graph-tools.ts';

/** Who acts for the tool itself in a log. */
const SYSTEM = 'system';

/** An operator by service number: who stands behind it is in no graph. The tool where it acted by itself. */
export function* buildActor(ground: GraphGround, actor: string, tool: string): Generator<GraphNode, NodeRef> {
  if (actor === SYSTEM) return yield* buildTool(ground, tool);
  const person = ground.ids.of('operator', actor);
  if (ground.hasWritten(person)) return refTo(person);
  yield* ground.once({
    ...person,
    '@type': 'identity:Person',
    'core:name': actor,
    'core:description': 'Operator, by service number',
  });
  const agency = yield* buildAgency(ground);
  if (agency !== undefined) {
    yield* ground.once({
      ...ground.ids.of('works-for', actor),
      '@type': 'core:Relationship',
      'core:source': refTo(person),
      'core:target': agency,
      'core:kindOfRelationship': 'Operator_Of',
      'core:isDirectional': true,
    });
  }
  return refTo(person);
}

/** The agency as it was typed in when the vault was made; nothing when the package does not name it. */
export function* buildAgency(ground: GraphGround): Generator<GraphNode, NodeRef | undefined> {
  const { agency } = ground.input;
  if (agency === undefined) return undefined;
  const node = ground.ids.of('agency');
  const description = 'Agency, as typed in at the station; proven by nothing';
  yield* ground.once({ ...node, '@type': 'identity:Organization', 'core:name': agency, 'core:description': description });
  return refTo(node);
}
