import type { ReportReceived } from '../../core/package/report-input.ts';
import { leftOutOf } from './graph-capture.ts';
import { buildFile } from './graph-files.ts';
import type { GraphGround } from './graph-ground.ts';
import { dateTime, type GraphNode, only } from './graph-node.ts';
import { buildActor } from './graph-people.ts';
import { buildTool } from './graph-tools.ts';

/** A file that a person gave: that it was taken in, and its bytes. Nothing is said of where it comes from but what the person said. */
export function* buildReceived(ground: GraphGround, received: ReportReceived): Generator<GraphNode> {
  const { exhibit, record, artifacts, origin } = received;
  const end = ground.endOf(received);
  const tool = end?.entry.tool ?? ground.input.seal.tool;
  const performer = end === undefined ? undefined : yield* buildActor(ground, end.entry.actor, tool);
  const instrument = yield* buildTool(ground, tool);
  for (const artifact of artifacts) yield buildFile(ground, artifact);
  const files = artifacts.map(({ path }) => ground.file(path));
  const provenance = ground.provenance(exhibit);
  yield {
    ...provenance,
    '@type': 'investigation:ProvenanceRecord',
    'investigation:exhibitNumber': `${ground.input.seal.case.reference}/${exhibit}`,
    'core:name': record.givenName,
    'core:objectCreatedTime': dateTime(received.sealedAt),
    'core:description': [
      'File given by a person',
      ...(origin === undefined ? [] : [`Origin, as stated: ${origin}`]),
      ...leftOutOf(received),
    ],
    ...only({ 'core:object': files }),
  };
  const action = ground.captureAction(exhibit);
  yield {
    ...action,
    '@type': 'investigation:InvestigativeAction',
    'core:name': 'receipt of a file',
    'action:startTime': dateTime(record.addedAt),
    'action:endTime': dateTime(received.sealedAt),
    ...only({ 'action:performer': performer }),
    'action:instrument': instrument,
    'action:result': [...files, provenance],
  };
  ground.count(action);
  ground.count(provenance);
}
