import type { CaptureRecord } from '../../core/model/capture-record.ts';
import type { ReportArtifact, ReportExhibit } from '../../core/package/report-input.ts';
import { buildUrl } from './graph-address.ts';
import { buildConnection, relate } from './graph-connection.ts';
import { buildFile } from './graph-files.ts';
import type { GraphGround } from './graph-ground.ts';
import { dateTime, type GraphNode, type NodeRef, only, refTo } from './graph-node.ts';
import { buildActor } from './graph-people.ts';
import { stampAction } from './graph-stamps.ts';
import { buildCaptureTools } from './graph-tools.ts';

const STATUS = { sealed: 'Success', partial: 'Complete/Finish', failed: 'Fail' } as const;

/** One capture: who did what with which tools at which address, and what came of it. Its record is let go of when its objects are written. */
export async function* buildCapture(ground: GraphGround, exhibit: ReportExhibit): AsyncGenerator<GraphNode> {
  const record = await exhibit.readRecord();
  const { observation } = record;
  const { address, times, page } = observation;
  const end = ground.endOf(exhibit);
  const tool = end?.entry.tool ?? ground.input.seal.tool;
  const requested = yield* buildUrl(ground, address.requestedUrl);
  const performer = end === undefined ? undefined : yield* buildActor(ground, end.entry.actor, tool);
  const instruments = yield* buildCaptureTools(ground, record, tool);
  for (const artifact of exhibit.artifacts) yield buildFile(ground, artifact, factsOf(ground, exhibit, record, artifact));
  const files = exhibit.artifacts.map(({ path }) => ground.file(path));
  const connection = yield* buildConnection(ground, exhibit, record);
  const webPage = yield* buildPage(ground, exhibit, record);
  const provenance = ground.provenance(exhibit.exhibit);
  yield {
    ...provenance,
    '@type': 'investigation:ProvenanceRecord',
    'investigation:exhibitNumber': `${ground.input.seal.case.reference}/${exhibit.exhibit}`,
    'core:objectCreatedTime': dateTime(exhibit.sealedAt),
    'core:description': ['Capture of a web page', ...leftOutOf(exhibit)],
    ...only({ 'core:name': page?.title, 'core:object': [...files, ...[webPage, connection].flatMap((node) => node ?? [])] }),
  };
  const action = ground.captureAction(exhibit.exhibit);
  yield {
    ...action,
    '@type': 'investigation:InvestigativeAction',
    'core:name': 'capture',
    'action:startTime': dateTime(times.clickedAt),
    'action:endTime': dateTime(times.finishedAt),
    'action:actionStatus': STATUS[observation.state],
    'pugmark:captureState': observation.state,
    ...only({
      'core:description': observation.reasons.map(({ code, detail }) => `${code}: ${detail}`),
      'action:performer': performer,
      'investigation:wasInformedBy': findSessionStamp(ground, record),
    }),
    'action:instrument': instruments,
    'action:object': requested,
    'action:result': [...files, provenance],
  };
  ground.count(action);
  ground.count(provenance);
}

/** The page as the browser showed it, its address, and what of its media were kept. */
async function* buildPage(
  ground: GraphGround,
  exhibit: ReportExhibit,
  record: CaptureRecord,
): AsyncGenerator<GraphNode, NodeRef | undefined> {
  const { address, page, state } = record.observation;
  if (state === 'failed') return undefined;
  const webPage = ground.ids.of('web-page', exhibit.exhibit);
  yield {
    ...webPage,
    '@type': 'observable:WebPage',
    ...only({ 'core:name': page?.title, 'pugmark:language': page?.language }),
  };
  const [document, shown] = [address.documentUrl, address.shownUrl ?? address.documentUrl];
  if (shown !== undefined) yield relate(ground, { from: [webPage], to: yield* buildUrl(ground, shown), kind: 'Downloaded_From' });
  const visit = ground.ids.of('visit', exhibit.exhibit);
  if (document !== undefined) {
    const url = yield* buildUrl(ground, document);
    const visitTime = address.documentStartedAt;
    yield {
      ...visit,
      '@type': 'observable:URLVisit',
      'core:hasFacet': {
        ...ground.ids.within(visit, 'visit'),
        '@type': 'observable:URLVisitFacet',
        'observable:url': url,
        ...only({ 'observable:visitTime': visitTime === undefined ? undefined : dateTime(visitTime) }),
      },
    };
  }
  const media = exhibit.artifacts.filter(({ role }) => role === 'media');
  const pictures = exhibit.artifacts.filter(({ role }) => role.startsWith('screenshot-'));
  if (media.length > 0) yield relate(ground, { from: media.map(({ path }) => ground.file(path)), to: webPage, kind: 'Contained_Within' });
  if (pictures.length > 0)
    yield relate(ground, { from: pictures.map(({ path }) => ground.file(path)), to: webPage, kind: 'Characterizes' });
  return refTo(webPage);
}

/** The time stamp over the start of its session, which bounds it from below; where this package holds it. */
function findSessionStamp(ground: GraphGround, { session: { tokenDigest } }: CaptureRecord): NodeRef | undefined {
  return tokenDigest !== undefined && ground.input.stamps.some(({ digest }) => digest === tokenDigest)
    ? stampAction(ground, tokenDigest)
    : undefined;
}

/** Size and origin of a picture that was put together: the recipe in the record says them. */
function factsOf(
  ground: GraphGround,
  exhibit: ReportExhibit,
  record: CaptureRecord,
  { name }: ReportArtifact,
): Parameters<typeof buildFile>[2] {
  const recipe = record.observation.recipes.find((one) => one.name === name);
  if (recipe === undefined) return {};
  const used = new Set([...recipe.tiles, ...(recipe.patches ?? [])].map(({ sha256 }) => sha256));
  const tiles = exhibit.artifacts.filter((artifact) => artifact.name !== name && used.has(artifact.sha256));
  return { size: { widthPx: recipe.widthPx, heightPx: recipe.heightPx }, derivedFrom: tiles.map(({ path }) => ground.file(path)) };
}

/** What the record lists and this package does not hold. */
export function leftOutOf({ leftOut }: Pick<ReportExhibit, 'leftOut'>): readonly string[] {
  return leftOut.map(({ role, name }) => `Not in this package: ${name} [${role}]`);
}
