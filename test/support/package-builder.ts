import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecretKeeper } from '../../src/capture/archive/secret-keeper.ts';
import { writeArchive } from '../../src/capture/archive/write-archive.ts';
import { buildCanonicalJson } from '../../src/core/canonical/canonical-json.ts';
import { buildCheckpointNote, type TreeHead } from '../../src/core/custody/checkpoint.ts';
import { buildEntryLine, type CustodyEntry } from '../../src/core/custody/entry.ts';
import { buildInclusionProof, buildMerkleRoot, hashLeaf } from '../../src/core/custody/merkle.ts';
import { buildTextCommitment } from '../../src/core/custody/text-commitment.ts';
import { buildTlogProof } from '../../src/core/custody/tlog-proof.ts';
import { hexOf, sha256DigestOf, sha512DigestOf, type Sha256Digest } from '../../src/core/digest/digest.ts';
import { toBase64, toUtf8 } from '../../src/core/digest/encoding.ts';
import type { Artifact, ArtifactRole } from '../../src/core/model/artifact.ts';
import type { CaptureRecord, Observation } from '../../src/core/model/capture-record.ts';
import type { RecordedExchange } from '../../src/core/model/exchange.ts';
import type { JsonValue } from '../../src/core/model/primitives.ts';
import { fileNameInPackage, keyPath, PACKAGE_PATHS, proofPath } from '../../src/core/package/layout.ts';
import { buildSealStatement, type PackageSeal } from '../../src/core/package/seal-statement.ts';
import type { Signer } from '../../src/core/ports.ts';
import { buildEnvelope } from '../../src/core/signing/dsse.ts';
import { buildKeyCertificate, STATEMENT_PAYLOAD_TYPE, type KeyPurpose } from '../../src/core/signing/key-certificate.ts';
import { fingerprintOf } from '../../src/core/signing/public-key.ts';
import { createSharpImageCodec } from '../../src/imaging/sharp-image-codec.ts';
import { nodeCryptography, nodeHashing } from '../../src/platform/cryptography.ts';
import { rulerTile } from './ruler-tile.ts';
import { StagingFolder } from './staging-folder.ts';
import { countingRandom, frozenClock, sketchExchange, spoolBody } from './synthetic-exchange.ts';

export type PackageFiles = Map<string, Uint8Array>;
export interface EventSketch {
  readonly type: CustodyEntry['type'];
  readonly exhibit?: string;
  readonly digest?: Sha256Digest;
  readonly details?: Readonly<Record<string, JsonValue>>;
  readonly texts?: Readonly<Record<string, string>>;
}

/** Where a test puts its hand in while a package is made. Everything after that place follows from what the hand left. */
export interface Twists {
  readonly practice?: boolean;
  /** Exhibits that go in; the entries of the others are withheld. */
  readonly exhibits?: readonly string[];
  readonly exchanges?: (exchanges: RecordedExchange[]) => RecordedExchange[];
  readonly wacz?: (bytes: Uint8Array) => Uint8Array;
  readonly record?: (record: CaptureRecord) => CaptureRecord;
  readonly event?: (event: EventSketch) => readonly EventSketch[];
  readonly entry?: (entry: CustodyEntry) => CustodyEntry;
  /** Lines of the log, before any checkpoint is signed. */
  readonly lines?: (lines: string[]) => string[];
  readonly certificates?: (files: PackageFiles, station: Station) => void;
  /** Everything under `data/`, before the manifests. */
  readonly payload?: (files: PackageFiles, station: Station) => void;
  readonly info?: (info: Map<string, string>) => void;
  readonly statement?: (seal: PackageSeal) => PackageSeal;
  readonly sealer?: (station: Station) => Signer;
  /** The whole bag, sealed. */
  readonly sealed?: (files: PackageFiles, station: Station) => void;
}

export interface Station {
  readonly practice: boolean;
  readonly identity: Signer;
  readonly log: Signer;
  readonly seal: Signer;
  readonly id: Sha256Digest;
  certify(publicKey: Uint8Array, purpose: KeyPurpose, practice?: boolean): Uint8Array;
}

export interface BuiltPackage {
  /** Relative to the bag's folder. */
  readonly files: PackageFiles;
  readonly station: Station;
  readonly seal: PackageSeal;
  readonly name: string;
}

const CASE = '2f6e1c1e-6c29-4a57-8d9e-0f2f6f9b1c11';
const SESSION = '33333333-3333-4333-8333-333333333333';
const ORIGIN = 'pugmark.aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const TOOL = 'pugmark/0.1.0+abababababab';
const AD_URL = 'https://market.example/ad/4711';
export const PACKAGE_ID = '77777777-7777-4777-8777-777777777777';
export const EARLIER_ID = '66666666-6666-4666-8666-666666666666';

const stations = new Map<boolean, Station>();

/** Keys of the station that made every package of a test run: one for evidence, one for practice. */
export function stationOf(practice: boolean): Station {
  const known = stations.get(practice);
  if (known !== undefined) return known;
  const [identity, log, seal] = [0, 0, 0].map(() => nodeCryptography.signingKeys.generate().signer) as [Signer, Signer, Signer];
  const station: Station = {
    practice,
    identity,
    log,
    seal,
    id: fingerprintOf(nodeHashing, identity.publicKey),
    certify: (publicKey, purpose, ofPractice = practice) =>
      buildKeyCertificate(nodeHashing, identity, {
        publicKey,
        purpose,
        practice: ofPractice,
        createdAt: '2026-03-01T08:00:00.000Z',
        ...(purpose === 'identity' ? { agency: 'Team 7' } : {}),
        ...(purpose === 'operator' ? { operator: 'NL-1234' } : {}),
      }),
  };
  stations.set(practice, station);
  return station;
}

/** A small package of a case with a sealed, a failed and a partial capture, made by the writers of the product where they have no disk. */
export async function buildPackage(twists: Twists = {}): Promise<BuiltPackage> {
  const station = stationOf(twists.practice ?? false);
  const log = new LogSketch(station, twists);
  const chosen = twists.exhibits ?? ['E-0001', 'E-0002', 'E-0003'];
  const files: PackageFiles = new Map();
  log.append({ type: 'session.started', details: { session: SESSION } });
  const startedEntry = digestOf(toUtf8(log.lines[0] ?? ''));
  const digests = new Map<string, Sha256Digest>();
  const ends = new Map<string, number>();
  for (const [index, state] of (['sealed', 'failed', 'partial'] as const).entries()) {
    const exhibit = `E-000${index + 1}`;
    const attempt = `${index + 1}1111111-1111-4111-8111-111111111111`;
    const clickedAt = log.now();
    log.append({ type: 'capture.started', exhibit, details: { attempt, session: SESSION, clickedAt }, texts: { address: AD_URL } });
    const made = await makeArtifacts(state, twists);
    const base = buildRecord({ station, exhibit, attempt, startedEntry, clickedAt, finishedAt: log.now(), state, ...made });
    const record = twists.record?.(base) ?? base;
    const bytes = buildCanonicalJson(record);
    digests.set(exhibit, digestOf(bytes));
    ends.set(exhibit, log.lines.length);
    log.append({
      type: state === 'failed' ? 'capture.failed' : 'capture.sealed',
      exhibit,
      digest: digestOf(bytes),
      details: { attempt, state, artifacts: record.observation.artifacts.length + 1 },
    });
    if (!chosen.includes(exhibit)) continue;
    files.set(`data/exhibits/${exhibit}/capture.json`, bytes);
    for (const artifact of record.observation.artifacts) {
      const content = made.contents.get(artifact.name);
      if (content !== undefined && artifact.role !== 'secrets')
        files.set(`data/exhibits/${exhibit}/${fileNameInPackage(artifact)}`, content);
    }
  }
  log.append({ type: 'exhibit.viewed', exhibit: 'E-0001', details: {}, texts: { reason: 'to show it to the court' } });
  log.append({ type: 'package.exported', details: { package: EARLIER_ID, profile: 'prosecutor', exhibits: [] } });
  log.append({ type: 'package.sealed', digest: `sha256:${'66'.repeat(32)}`, details: { package: EARLIER_ID } });
  log.append({
    type: 'package.exported',
    details: { package: PACKAGE_ID, profile: 'prosecutor', exhibits: [...chosen] },
    texts: { recipient: 'Parket 7', destination: '/somewhere' },
  });
  const head = log.writeFiles(files, chosen, ends);
  writeCertificates(files, station);
  twists.certificates?.(files, station);
  files.set(PACKAGE_PATHS.readMe, toUtf8('What this is.\n'));
  twists.payload?.(files, station);
  const seal: PackageSeal = {
    format: 'package-seal/v1',
    package: PACKAGE_ID,
    profile: 'prosecutor',
    practice: station.practice,
    case: { id: CASE, reference: 'OP-2026/17' },
    recipient: 'Parket 7',
    createdAt: '2026-03-02T09:00:00.000Z',
    operator: 'NL-1234',
    station: station.id,
    tool: TOOL,
    scope: {
      exhibits: chosen.map((exhibit) => ({ exhibit, digest: digests.get(exhibit) ?? head.root })),
      sealedInCase: 2,
      attemptsInCase: 3,
      failedInCase: 1,
      erasedInCase: 0,
      withheldEntries: log.withheld,
    },
    checkpoint: head,
    previous: { package: EARLIER_ID, seal: `sha256:${'66'.repeat(32)}` },
    earlierPackages: 1,
  };
  sealFiles(files, station, twists.statement?.(seal) ?? seal, twists);
  twists.sealed?.(files, station);
  return { files, station, seal, name: 'op-2026-17_prosecutor_20260302T090000Z' };
}

/** bag-info, manifests and seal over what is there. */
export function sealFiles(files: PackageFiles, station: Station, seal: PackageSeal, twists: Twists = {}): void {
  const payload = [...files].filter(([path]) => path.startsWith('data/'));
  const info = new Map([
    ['Pugmark-Package', seal.package],
    ['Pugmark-Format', 'package/v1'],
    ['Pugmark-Profile', seal.profile],
    ['Pugmark-Case', seal.case.reference],
    ['Pugmark-Seal', 'required'],
    ...(seal.practice ? ([['Pugmark-Practice', 'true']] as const) : []),
    ['Source-Organization', 'Team 7'],
    ['Bagging-Date', seal.createdAt.slice(0, 10)],
    ['Payload-Oxum', `${payload.reduce((sum, [, bytes]) => sum + bytes.length, 0)}.${payload.length}`],
    ['Bag-Software-Agent', seal.tool],
  ]);
  twists.info?.(info);
  files.set('bagit.txt', toUtf8('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'));
  files.set('bag-info.txt', toUtf8([...info].map(([label, value]) => `${label}: ${value}\n`).join('')));
  writeManifests(files);
  const subject = (['tagmanifest-sha256.txt', 'tagmanifest-sha512.txt'] as const).map((name) => {
    const bytes = files.get(name) ?? new Uint8Array();
    return { name, digest: { sha256: hexOf(digestOf(bytes)), sha512: createHash('sha512').update(bytes).digest('hex') } };
  }) as unknown as Parameters<typeof buildSealStatement>[0];
  const signer = twists.sealer?.(station) ?? station.seal;
  files.set(PACKAGE_PATHS.seal, buildEnvelope(nodeHashing, STATEMENT_PAYLOAD_TYPE, buildSealStatement(subject, seal), signer));
}

/** Manifests of whatever is there, as somebody writes them who changed the files. */
export function writeManifests(files: PackageFiles): void {
  const write = (prefix: string, isListed: (path: string) => boolean): void => {
    const listed = [...files].filter(([path]) => isListed(path)).toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const algorithm of ['sha256', 'sha512']) {
      const lines = listed.map(([path, bytes]) => `${createHash(algorithm).update(bytes).digest('hex')}  ${path}\n`);
      files.set(`${prefix}-${algorithm}.txt`, toUtf8(lines.join('')));
    }
  };
  write('manifest', (path) => path.startsWith('data/'));
  write('tagmanifest', (path) => ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'manifest-sha512.txt'].includes(path));
}

function writeCertificates(files: PackageFiles, station: Station): void {
  const keys = [
    ['identity', station.identity],
    ['log', station.log],
    ['seal', station.seal],
  ] as const;
  for (const [purpose, { publicKey }] of keys)
    files.set(keyPath(fingerprintOf(nodeHashing, publicKey)), station.certify(publicKey, purpose));
}

export function digestOf(bytes: Uint8Array): Sha256Digest {
  return sha256DigestOf(nodeHashing.sha256(bytes));
}

/** A log while it is made, and the files that it becomes. */
class LogSketch {
  lines: string[] = [];
  withheld = 0;
  readonly #station: Station;
  readonly #twists: Twists;
  readonly #entries: CustodyEntry[] = [];
  readonly #texts: object[] = [];
  #time = Date.parse('2026-03-02T08:00:00.000Z');

  constructor(station: Station, twists: Twists) {
    this.#station = station;
    this.#twists = twists;
  }

  now(): string {
    return new Date((this.#time += 1000)).toISOString();
  }

  append(sketch: EventSketch): void {
    for (const event of this.#twists.event?.(sketch) ?? [sketch]) this.#append(event);
  }

  #append({ type, exhibit, digest, details, texts = {} }: EventSketch): void {
    const seq = this.lines.length;
    const nonce = (salt: number): string => toBase64(Uint8Array.from({ length: 16 }, (_, i) => (i === 0 ? seq : salt)));
    const commitments = Object.entries(texts).map(([name, text], index): [string, string] => {
      const line = { name, nonce: nonce(index + 1), origin: ORIGIN, seq, text };
      if (name !== 'destination') this.#texts.push(line);
      return [`${name}Commitment`, buildTextCommitment(nodeHashing, Buffer.from(line.nonce, 'base64'), text)];
    });
    const entry: CustodyEntry = {
      format: 'custody-entry/v1',
      seq,
      nonce: nonce(0),
      time: this.now(),
      type,
      actor: 'NL-1234',
      station: this.#station.id,
      tool: TOOL,
      case: CASE,
      ...(exhibit === undefined ? {} : { exhibit }),
      ...(digest === undefined ? {} : { digest }),
      details: { ...details, ...Object.fromEntries(commitments) },
    };
    const made = this.#twists.entry?.(entry) ?? entry;
    this.#entries.push(made);
    this.lines.push(buildEntryLine(made));
  }

  /** Log, texts, checkpoints and proofs; the head that is sealed. */
  writeFiles(files: PackageFiles, chosen: readonly string[], ends: ReadonlyMap<string, number>): TreeHead {
    const lines = this.#twists.lines?.(this.lines) ?? this.lines;
    const leaves = lines.map((line) => hashLeaf(nodeHashing, toUtf8(line)));
    const headAt = (size: number): TreeHead => ({
      origin: ORIGIN,
      size,
      root: sha256DigestOf(buildMerkleRoot(nodeHashing, leaves, size)),
    });
    const noteAt = (size: number): string => buildCheckpointNote(nodeHashing, headAt(size), this.#station.log);
    const isHidden = (seq: number): boolean => {
      const { exhibit } = this.#entries[seq] ?? {};
      return exhibit !== undefined && !chosen.includes(exhibit);
    };
    const shown = lines.map((line, seq) => {
      if (!isHidden(seq)) return line;
      this.withheld += 1;
      return `{"seq":${seq},"withheld":"${sha256DigestOf(leaves[seq] ?? new Uint8Array())}"}`;
    });
    files.set(PACKAGE_PATHS.log, toUtf8([`{"origin":"${ORIGIN}"}`, ...shown].map((line) => `${line}\n`).join('')));
    const texts = this.#texts.filter((text) => !('seq' in text && typeof text.seq === 'number' && isHidden(text.seq)));
    files.set(PACKAGE_PATHS.texts, Buffer.concat(texts.flatMap((text) => [buildCanonicalJson(text), toUtf8('\n')])));
    for (const size of new Set([3, 5, lines.length]))
      files.set(`${PACKAGE_PATHS.checkpoints}/${ORIGIN}/${size}.note`, toUtf8(noteAt(size)));
    files.set(PACKAGE_PATHS.checkpoint, toUtf8(noteAt(lines.length)));
    for (const exhibit of chosen) {
      const index = ends.get(exhibit) ?? 0;
      const proof = buildInclusionProof(nodeHashing, leaves, index, lines.length);
      files.set(proofPath(exhibit), toUtf8(buildTlogProof({ index, proof, checkpoint: noteAt(lines.length) })));
    }
    return headAt(lines.length);
  }
}

interface MadeArtifacts {
  readonly artifacts: readonly Artifact[];
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly recipes: Observation['recipes'];
  readonly exchanges: readonly RecordedExchange[];
}

const images = createSharpImageCodec(nodeHashing);

async function makeArtifacts(state: Observation['state'], twists: Twists): Promise<MadeArtifacts> {
  const artifacts: Artifact[] = [];
  const contents = new Map<string, Uint8Array>();
  const add = (role: ArtifactRole, name: string, mediaType: string, bytes: Uint8Array): void => {
    const sha512 = sha512DigestOf(nodeHashing.sha512(bytes));
    artifacts.push({ role, name, mediaType, sizeBytes: bytes.length, sha256: digestOf(bytes), sha512 });
    contents.set(name, bytes);
  };
  add('operator', 'operator.json', 'application/json', toUtf8('{"serviceNumber":"NL-1234"}'));
  if (state === 'failed') return { artifacts, contents, recipes: [], exchanges: [] };
  add('dom', 'dom.html', 'text/html', toUtf8('<title>Oud ivoren beeldje</title>'));
  add('secrets', 'secrets.json', 'application/json', toUtf8('{}'));
  if (state === 'partial') return { artifacts, contents, recipes: [], exchanges: [] };
  const tiles = [rulerTile(4, 3, 1), rulerTile(4, 2, 9)];
  const inputs = tiles.map((png, index) => ({ png, widthPx: 4, heightPx: 3 - index, skipTopPx: index }));
  const stitched = await images.stitch(inputs);
  for (const [index, tile] of tiles.entries()) add('screenshot-tile', `screenshot-tile-0${index + 1}.png`, 'image/png', tile);
  add('screenshot-full', 'screenshot-full.png', 'image/png', stitched.png);
  const { bytes, exchanges } = await makeArchive(twists);
  add('html-served', 'served.html', 'text/html', toUtf8('<h1>Oud ivoren beeldje</h1>'));
  add('media', 'media-001.png', 'image/png', rulerTile(4, 4, 3));
  add('wacz', 'archive.wacz', 'application/wacz', twists.wacz?.(bytes) ?? bytes);
  const recipe = {
    name: 'screenshot-full.png',
    widthPx: stitched.widthPx,
    heightPx: stitched.heightPx,
    pixelsSha256: stitched.pixelsSha256,
    tiles: inputs.map(({ png, widthPx, heightPx, skipTopPx }, index) => ({
      sha256: digestOf(png),
      xPx: 0,
      yPx: index * 3,
      widthPx,
      heightPx,
      skipTopPx,
    })),
  };
  return { artifacts, contents, recipes: [recipe], exchanges };
}

/** The same exchanges give the same bytes; what the ledger will say of them is untwisted. */
async function makeArchive(twists: Twists): Promise<{ readonly bytes: Uint8Array; readonly exchanges: readonly RecordedExchange[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'pugmark-test-'));
  try {
    const page = spoolBody(folder, '<h1>Oud ivoren beeldje</h1>');
    const picture = spoolBody(folder, rulerTile(4, 4, 3));
    const ofPage = { id: 'x1', resourceType: 'Document', phase: 'before' } as const;
    const exchanges = [
      sketchExchange({ url: AD_URL, body: page, response: { mimeType: 'text/html' }, more: ofPage }),
      sketchExchange({
        url: `${AD_URL}/tusk.png`,
        body: picture,
        response: { mimeType: 'image/png' },
        more: { id: 'x2', resourceType: 'Image' },
      }),
      sketchExchange({ url: `${AD_URL}/late.js`, more: { id: 'x3', phase: 'scroll', problem: { kind: 'failed', detail: 'reset' } } }),
    ];
    const ports = { random: countingRandom(), hashing: nodeHashing };
    const written = twists.exchanges?.([...exchanges]) ?? exchanges;
    const secrets = createSecretKeeper({ exchanges: written, ...ports });
    const staging = new StagingFolder(folder);
    await writeArchive({ exchanges: written, secrets, staging, software: 'pugmark/test', clock: frozenClock, ...ports });
    return { bytes: await staging.bytes('archive.wacz'), exchanges };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function buildRecord(
  made: MadeArtifacts & {
    readonly station: Station;
    readonly exhibit: string;
    readonly attempt: string;
    readonly startedEntry: Sha256Digest;
    readonly clickedAt: string;
    readonly finishedAt: string;
    readonly state: Observation['state'];
  },
): CaptureRecord {
  const { exchanges, state } = made;
  const byPhase: Partial<Record<RecordedExchange['phase'], number>> = {};
  for (const { phase } of exchanges) byPhase[phase] = (byPhase[phase] ?? 0) + 1;
  const items = exchanges.flatMap(({ request, problem }) =>
    problem === undefined ? [] : [{ url: request.url, class: 'supporting' as const, problem: problem.kind, detail: problem.detail }],
  );
  return {
    format: 'capture-record/v1',
    kind: 'capture',
    nonce: 'AAAAAAAAAAAAAAAAAAAAAA==',
    case: CASE,
    exhibit: made.exhibit,
    attempt: made.attempt,
    practice: made.station.practice,
    session: { id: SESSION, startedEntry: made.startedEntry },
    station: made.station.id,
    tool: { name: 'pugmark', version: '0.1.0', digest: `sha256:${'ab'.repeat(32)}` },
    clock: { state: 'not-checked', reason: 'offline' },
    observation: {
      state,
      reasons: state === 'sealed' ? [] : [{ code: state === 'failed' ? 'no-document' : 'step-failed', detail: 'for a test' }],
      ...(state === 'failed' ? { error: { code: 'dns-failed', message: 'no such host' } } : {}),
      times: { clickedAt: made.clickedAt, finishedAt: made.finishedAt },
      steps: [],
      limits: {},
      address: { requestedUrl: AD_URL, inPage: [], path: [] },
      browser: { product: 'Chrome/156', userAgent: 'Mozilla/5.0', headless: true, sandbox: true },
      frames: [],
      artifacts: [...made.artifacts],
      recipes: made.recipes,
      completeness: {
        exchanges: exchanges.length,
        byPhase,
        incomplete: { shown: 0, supporting: items.length, background: 0 },
        checkedAgainst: {},
        items,
      },
      injectedScripts: [],
      warnings: [],
    },
  };
}
