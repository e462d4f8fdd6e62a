import type { Sha256Digest } from '../../core/digest/digest.ts';
import { sha256DigestSchema } from '../../core/digest/digest.ts';
import type { PackageStamp } from '../../core/package/time-files.ts';
import { subjectPath, tokenPath } from '../../core/package/time-paths.ts';
import { buildPlainFile } from './graph-files.ts';
import type { GraphGround } from './graph-ground.ts';
import { dateTime, type GraphNode, type NodeRef, only, refTo } from './graph-node.ts';

/** Time stamps that the package holds: what was stamped, by which authority, between which times, and the exhibits for which it is the first. */
export function* buildStamps(ground: GraphGround): Generator<GraphNode> {
  const { stamps } = ground.input;
  const covered = findCovered(ground);
  const subjects = findSubjects(ground);
  for (const stamp of stamps) {
    const { authority, digest, of, earliest, latest } = stamp;
    const performer = yield* buildAuthority(ground, authority);
    const subject = of.kind === 'session' ? of.startedEntry : subjects.get(digest);
    const over =
      subject === undefined ? undefined : buildPlainFile(ground, subjectPath(subject, of.kind === 'session' ? 'entry' : 'note'), subject);
    const token = subject === undefined ? undefined : buildPlainFile(ground, tokenPath(subject, authority, 'tsr'), digest);
    if (over !== undefined) yield* ground.once(over);
    if (token !== undefined) yield* ground.once(token);
    const action = stampAction(ground, digest);
    const first = covered.get(digest) ?? [];
    yield {
      ...action,
      '@type': 'investigation:InvestigativeAction',
      'core:name': 'timestamp',
      'core:description':
        of.kind === 'session'
          ? 'Over the start of a working session: what was captured in it was not captured before'
          : `Over the custody log ${of.origin} up to its entry ${of.size - 1}: what it tells was there by then`,
      'action:startTime': dateTime(earliest),
      'action:endTime': dateTime(latest),
      'action:performer': performer,
      'pugmark:digest': digest,
      ...only({
        'action:object': [...(over === undefined ? [] : [refTo(over)]), ...first.map((exhibit) => ground.provenance(exhibit))],
        'action:result': token === undefined ? undefined : refTo(token),
        'investigation:wasInformedBy': first.map((exhibit) => ground.captureAction(exhibit)),
      }),
    };
    ground.count(action);
  }
}

/** The action of a token, by the digest of the response that records name too. */
export function stampAction(ground: GraphGround, digest: Sha256Digest): NodeRef {
  return ground.ids.of('stamp', digest);
}

function* buildAuthority(ground: GraphGround, authority: string): Generator<GraphNode, NodeRef> {
  const node = ground.ids.of('authority', authority);
  const description = 'Time-stamping authority, as the station names it';
  yield* ground.once({ ...node, '@type': 'identity:Organization', 'core:name': authority, 'core:description': description });
  return refTo(node);
}

/** Of each exhibit one token, the earliest over its end: with all later ones a graph would grow with their product. */
function findCovered(ground: GraphGround): ReadonlyMap<Sha256Digest, readonly string[]> {
  const { stamps } = ground.input;
  const found = new Map<Sha256Digest, string[]>();
  const byTime = stamps.toSorted((a, b) => (a.latest < b.latest ? -1 : 1));
  for (const exhibit of ground.all) {
    const end = ground.endOf(exhibit);
    const first = byTime.find(({ of }) => end !== undefined && isOver(of, end.origin, end.entry.seq));
    if (first === undefined) continue;
    const list = found.get(first.digest) ?? [];
    list.push(exhibit.exhibit);
    found.set(first.digest, list);
  }
  return found;
}

function isOver(of: PackageStamp['of'], origin: string, seq: number): boolean {
  return of.kind === 'checkpoint' && of.origin === origin && of.size > seq;
}

/** What tokens over checkpoints are over, by the entry that their coming left in the log. */
function findSubjects({ input }: GraphGround): ReadonlyMap<string, Sha256Digest> {
  return new Map(
    input.timeline.flatMap(({ entry }) => {
      const subject =
        entry.type === 'checkpoint.timestamped' ? sha256DigestSchema.safeParse(entry.details['subjectSha256']).data : undefined;
      return subject === undefined || entry.digest === undefined ? [] : [[entry.digest, subject] as const];
    }),
  );
}
