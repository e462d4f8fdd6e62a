import type { CaseStatement } from '../../core/statements/case-statement.ts';
import type { GraphGround } from './graph-ground.ts';
import { dateTime, decimal, type GraphNode, type NodeRef, only, refTo } from './graph-node.ts';
import { buildActor } from './graph-people.ts';
import { buildStatementMarkings } from './graph-markings.ts';
import { entityNode, evidenceOf, requireEntity } from './graph-statement-nodes.ts';

/** How relations are called in the graph. */
const KINDS = {
  uses: 'Uses',
  offers: 'Offers',
  'located-at': 'Located_At',
  'ships-to': 'Ships_To',
  'member-of': 'Member_Of',
  'part-of': 'Part_Of',
  'contact-of': 'Contact_Of',
  'same-as': 'Same_As',
  other: 'Related_To',
} as const;

/** A relation between entities, or between an exhibit and the one that corroborates it. Nothing where the package does not hold both exhibits. */
export function* buildRelation(ground: GraphGround, { statement }: CaseStatement): Generator<GraphNode, readonly NodeRef[]> {
  const { content } = statement;
  if (content.kind === 'relation') {
    const { from, to, type } = content.fields;
    const [source, target] = [yield* requireEntity(ground, from), yield* requireEntity(ground, to)];
    return yield* relateAsStated(ground, statement, { source, target, kind: KINDS[type] });
  }
  if (content.kind !== 'corroboration') return [];
  const { exhibit, by } = content.fields;
  if (ground.artifactsOf(exhibit) === undefined || ground.artifactsOf(by) === undefined) return [];
  return yield* relateAsStated(ground, statement, {
    source: ground.provenance(by),
    target: ground.provenance(exhibit),
    kind: 'Corroborates',
  });
}

function* relateAsStated(
  ground: GraphGround,
  statement: CaseStatement['statement'],
  { source, target, kind }: { readonly source: NodeRef; readonly target: NodeRef; readonly kind: string },
): Generator<GraphNode, readonly NodeRef[]> {
  const relation = ground.ids.of('stated-relation', statement.id);
  yield {
    ...relation,
    '@type': 'core:Relationship',
    'core:source': source,
    'core:target': target,
    'core:kindOfRelationship': kind,
    'core:isDirectional': kind !== 'Same_As',
    'core:objectMarking': yield* buildStatementMarkings(ground, statement),
  };
  return [refTo(relation)];
}

/** What somebody takes something for, as the result of looking at it: an opinion with its method, and with its confidence where one was given. */
export function* buildOpinion(ground: GraphGround, one: CaseStatement): Generator<GraphNode, readonly NodeRef[]> {
  const { content, evidence, entity, id } = one.statement;
  if (content.kind !== 'identification') return [];
  const { taxon, rank, qualifier, by, method, confidence, listing, remarks } = content.fields;
  const { ids } = ground;
  const [result, analysis] = [ids.of('identification', id), ids.of('identifying', id)];
  const classification = ids.within(result, 'classification');
  const markings = yield* buildStatementMarkings(ground, one.statement);
  const performer = yield* buildActor(ground, one.author, ground.input.seal.tool);
  const thing = entityNode(ground, entity);
  const seen = [...(ground.hasWritten(thing) ? [refTo(thing)] : []), ...evidenceOf(ground, evidence)];
  yield {
    ...analysis,
    '@type': ['analysis:Analysis', 'investigation:InvestigativeAction'],
    'core:name': 'identification',
    'core:description': [`method: ${method}`, ...(by === undefined ? [] : [`by, as stated: ${by}`])],
    'action:endTime': dateTime(one.madeAt),
    'action:performer': performer,
    'action:result': refTo(result),
    ...only({ 'action:object': seen }),
  };
  yield {
    ...result,
    '@type': 'analysis:AnalyticResult',
    'core:name': 'identification (opinion)',
    'core:statement': [
      [taxon, qualifier, rank].flatMap((part) => part ?? []).join(', '),
      ...(listing === undefined
        ? []
        : [`as listed on ${listing.asOf}: CITES ${listing.cites ?? 'not told'}, EU annex ${listing.euAnnex ?? 'not told'}`]),
      ...(remarks === undefined ? [] : [remarks]),
    ],
    'core:objectMarking': markings,
    'analysis:originatingAnalysis': refTo(analysis),
    'core:hasFacet': {
      ...ids.within(result, 'facet'),
      '@type': 'analysis:ArtifactClassificationResultFacet',
      'analysis:classification': {
        ...classification,
        '@type': 'analysis:ArtifactClassification',
        'analysis:class': taxon,
        ...only({ 'analysis:classificationConfidence': confidence === undefined ? undefined : decimal((confidence / 100).toFixed(2)) }),
      },
    },
  };
  ground.count(analysis);
  return [refTo(result)];
}
