import type { PackageHandling } from '../../core/package/report-input.ts';
import type { Statement } from '../../core/statements/statement.ts';
import type { GraphGround } from './graph-ground.ts';
import { type GraphNode, type NodeRef, refTo } from './graph-node.ts';

const PRACTICE = 'PRACTICE - NOT EVIDENCE. Captured on a practice market with invented ads, for training.';

/** How a statement may be used, as its author proposes: handling codes, and the 4x4 evaluation where there is one. */
export function* buildStatementMarkings(ground: GraphGround, statement: Statement): Generator<GraphNode, readonly NodeRef[]> {
  const { handling, handlingText, evaluation } = statement;
  const evaluated = evaluation === undefined ? [] : [`4x4 evaluation by the author: ${evaluation.source}${evaluation.information}.`];
  return [yield* buildMarking(ground, [describeHandling(handling, handlingText), ...evaluated].join(' '))];
}

/** Of the whole package: what the operator proposes, and that it is practice. */
export function* buildPackageMarkings(ground: GraphGround): Generator<GraphNode, readonly NodeRef[]> {
  const { handling, seal } = ground.input;
  const markings: NodeRef[] = [];
  if (seal.practice) markings.push(yield* buildMarking(ground, PRACTICE));
  if (handling !== undefined) markings.push(yield* buildMarking(ground, describeHandling(handling.codes, handling.text)));
  return markings;
}

function describeHandling(codes: PackageHandling['codes'], text: string | undefined): string {
  return `Proposed by the originator, to be confirmed by the competent authority: ${codes.join(' ')}${text === undefined ? '' : ` (${text})`}.`;
}

function* buildMarking(ground: GraphGround, statement: string): Generator<GraphNode, NodeRef> {
  const marking = ground.ids.of('marking', statement);
  yield* ground.once({
    ...marking,
    '@type': 'marking:MarkingDefinition',
    'marking:definitionType': 'statement',
    'marking:definition': {
      ...ground.ids.within(marking, 'statement'),
      '@type': 'marking:StatementMarking',
      'marking:definitionType': 'statement',
      'marking:statement': statement,
    },
  });
  return refTo(marking);
}
