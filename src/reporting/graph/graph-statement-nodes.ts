import type { EvidencePointer } from '../../core/statements/statement.ts';
import type { GraphGround } from './graph-ground.ts';
import { type GraphNode, type NodeRef, refTo } from './graph-node.ts';

/** The annotation that a statement is. */
export function statementNode(ground: GraphGround, id: string): NodeRef {
  return ground.ids.of('statement', id);
}

export function entityNode(ground: GraphGround, entity: string): NodeRef {
  return ground.ids.of('entity', entity);
}

/** An entity that a statement names and none describes: it is there, and nothing is said of it. */
export function* requireEntity(ground: GraphGround, entity: string): Generator<GraphNode, NodeRef> {
  const node = entityNode(ground, entity);
  yield* ground.once({ ...node, '@type': 'core:UcoObject', 'core:description': 'No statement that stands describes it' });
  return refTo(node);
}

/** Exhibits and files that evidence points to, as far as this package holds them. */
export function evidenceOf(ground: GraphGround, evidence: readonly EvidencePointer[]): readonly NodeRef[] {
  const found = evidence.flatMap(({ exhibit, role, artifact: name, sha256 }) => {
    const artifacts = ground.artifactsOf(exhibit);
    if (artifacts === undefined) return [];
    const named = artifacts.filter((artifact) => (name === undefined ? artifact.role === role : artifact.name === name));
    const files = named.filter((artifact) => sha256 === undefined || artifact.sha256 === sha256).map(({ path }) => ground.file(path));
    return files.length === 0 ? [ground.provenance(exhibit)] : files;
  });
  return eachOnce(found);
}

export function eachOnce(nodes: readonly NodeRef[]): readonly NodeRef[] {
  return [...new Map(nodes.map((node) => [node['@id'], node])).values()];
}
