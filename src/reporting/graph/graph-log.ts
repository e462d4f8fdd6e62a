import { packageExportedSchema } from '../../core/package/export-entry.ts';
import type { ReportEvent } from '../../core/package/report-input.ts';
import type { GraphGround } from './graph-ground.ts';
import { dateTime, type GraphNode, only } from './graph-node.ts';
import { buildActor } from './graph-people.ts';
import { buildTool } from './graph-tools.ts';

/** Entries of the log that are actions of the investigation beside captures, received files and time stamps; all others stand in the log alone. */
const ACTIONS: Readonly<Partial<Record<ReportEvent['entry']['type'], string>>> = {
  'derivative.made': 'redaction',
  'exhibit.rechecked': 'verification',
  'verification.run': 'verification',
  'exhibit.erased': 'erasure',
  'package.exported': 'export',
  'package.received': 'receipt of a package',
  'receipt.recorded': 'record of a receipt',
  'segment.joined': 'continuation of a case from another station',
};

/** What the log tells beside captures. The export that made this package is told from its seal where the log does not show it. */
export function* buildLogActions(ground: GraphGround): Generator<GraphNode> {
  const { seal, timeline, redactions = [] } = ground.input;
  // Those are told with their copies.
  const told = new Set<string>(redactions.map(({ digest }) => digest));
  let isExportTold = false;
  for (const event of timeline) {
    const name = ACTIONS[event.entry.type];
    if (name === undefined || (event.entry.type === 'derivative.made' && told.has(event.entry.digest ?? ''))) continue;
    const isThisExport = exportedPackageOf(event) === seal.package;
    isExportTold ||= isThisExport;
    yield* buildAction(ground, {
      ...event.entry,
      name,
      key: [event.origin, String(event.entry.seq)],
      entry: `${event.origin}/${event.entry.seq}`,
      isThisExport,
    });
  }
  if (isExportTold) return;
  const { operator: actor, tool, createdAt: time } = seal;
  yield* buildAction(ground, { actor, tool, time, name: 'export', key: ['seal'], isThisExport: true });
}

interface LoggedAction {
  readonly name: string;
  readonly key: readonly string[];
  /** `<origin>/<seq>`; absent where the log of the package does not show it. */
  readonly entry?: string;
  readonly actor: string;
  readonly tool: string;
  readonly time: string;
  readonly exhibit?: string | undefined;
  readonly digest?: string | undefined;
  readonly isThisExport: boolean;
}

function* buildAction(ground: GraphGround, logged: LoggedAction): Generator<GraphNode> {
  const { seal } = ground.input;
  const action = ground.ids.of('action', ...logged.key);
  const performer = yield* buildActor(ground, logged.actor, logged.tool);
  const instrument = yield* buildTool(ground, logged.tool);
  const isHere = logged.exhibit !== undefined && ground.artifactsOf(logged.exhibit) !== undefined;
  yield {
    ...action,
    '@type': 'investigation:InvestigativeAction',
    'core:name': logged.name,
    'action:startTime': dateTime(logged.time),
    'action:endTime': dateTime(logged.isThisExport ? laterOf(logged.time, seal.createdAt) : logged.time),
    'action:performer': performer,
    'action:instrument': instrument,
    ...only({
      'core:description': logged.isThisExport ? describeExport(ground) : [],
      'action:object': logged.exhibit !== undefined && isHere ? ground.provenance(logged.exhibit) : undefined,
      'action:result': logged.isThisExport ? ground.bundle() : undefined,
      'pugmark:logEntry': logged.entry,
      'pugmark:digest': logged.digest,
    }),
  };
  ground.count(action);
}

/** The `action:object` of the export are all exhibits; the bundle holds them, and the seal counts them. */
function describeExport({ input: { seal } }: GraphGround): readonly string[] {
  return [
    `Package of the profile ${seal.profile} with ${seal.scope.exhibits.length} exhibits`,
    ...(seal.recipient === undefined ? [] : [`Recipient, as stated: ${seal.recipient}`]),
    ...(seal.purpose === undefined ? [] : [`Purpose, as stated: ${seal.purpose}`]),
  ];
}

/** The clock of a station may have been set back between two readings. */
function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}

function exportedPackageOf({ entry }: ReportEvent): string | undefined {
  return entry.type === 'package.exported' ? packageExportedSchema.safeParse(entry.details).data?.package : undefined;
}
