import type { ReportDisclosed, ReportRedaction } from '../../core/package/report-input.ts';
import { buildFile, buildPlainFile } from './graph-files.ts';
import type { GraphGround } from './graph-ground.ts';
import { dateTime, type GraphNode, only, refTo } from './graph-node.ts';
import { buildActor } from './graph-people.ts';

/** An exhibit whose record is withheld: that there is one, its digest, and the files of it that were released. */
export function* buildDisclosed(ground: GraphGround, disclosed: ReportDisclosed): Generator<GraphNode> {
  const { exhibit, kind, digest, sealedAt, artifacts, withheld } = disclosed;
  const end = ground.endOf(disclosed);
  const performer = end === undefined ? undefined : yield* buildActor(ground, end.entry.actor, end.entry.tool);
  for (const artifact of artifacts) yield buildFile(ground, artifact);
  const files = artifacts.map(({ path }) => ground.file(path));
  const provenance = ground.provenance(exhibit);
  const description = `Its record is withheld; files withheld, that record included: ${withheld}`;
  yield {
    ...provenance,
    '@type': 'investigation:ProvenanceRecord',
    'investigation:exhibitNumber': `${ground.input.seal.case.reference}/${exhibit}`,
    'core:objectCreatedTime': dateTime(sealedAt),
    'core:description': [kind === 'capture' ? 'Capture of a web page' : 'File given by a person', description],
    'pugmark:digest': digest,
    ...only({ 'core:object': files }),
  };
  const action = ground.captureAction(exhibit);
  yield {
    ...action,
    '@type': 'investigation:InvestigativeAction',
    'core:name': kind === 'capture' ? 'capture' : 'receipt of a file',
    'core:description': 'Its record is withheld: the end is when it was sealed',
    'action:endTime': dateTime(sealedAt),
    ...only({ 'action:performer': performer }),
    'action:result': [...files, provenance],
  };
  ground.count(action);
  ground.count(provenance);
}

/** A redacted copy: of which original, by whom, why. What is covered stands in none of it. */
export function* buildRedaction(ground: GraphGround, made: ReportRedaction): Generator<GraphNode> {
  const { redaction, digest, author, madeAt, path, recordPath } = made;
  const original = ground.artifactsOf(redaction.exhibit)?.find(({ name }) => name === redaction.original.name);
  const originals = original === undefined ? [] : [ground.file(original.path)];
  const performer = yield* buildActor(ground, author, ground.input.seal.tool);
  yield buildFile(ground, { ...redaction.derivative, path }, { derivedFrom: originals });
  yield* ground.once(buildPlainFile(ground, recordPath, digest));
  const reasons = Map.groupBy(redaction.masks, ({ reason }) => reason);
  const action = ground.ids.of('redaction', redaction.id);
  yield {
    ...action,
    '@type': 'investigation:InvestigativeAction',
    'core:name': 'redaction',
    'core:description': [
      ...[...reasons].map(([reason, masks]) => `covered: ${masks.length} (${reason})`),
      ...(original === undefined ? [`Of ${redaction.original.name} [${redaction.original.role}], which is not in this package`] : []),
    ],
    'action:startTime': dateTime(madeAt),
    'action:endTime': dateTime(madeAt),
    'action:performer': performer,
    'action:object': [...originals, ground.provenance(redaction.exhibit)],
    'action:result': [ground.file(path), ground.file(recordPath)].map(refTo),
    'pugmark:digest': digest,
  };
  ground.count(action);
}
