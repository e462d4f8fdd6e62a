import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { buildCanonicalJson } from '../../src/core/canonical/canonical-json.ts';
import type { CustodyEntry } from '../../src/core/custody/entry.ts';
import { sha256DigestOf, sha512DigestOf } from '../../src/core/digest/digest.ts';
import { toUtf8 } from '../../src/core/digest/encoding.ts';
import { formatExhibitNumber } from '../../src/core/ids.ts';
import type { ArtifactRole } from '../../src/core/model/artifact.ts';
import { captureRecordSchema, type Observation } from '../../src/core/model/capture-record.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../../src/core/model/limits.ts';
import type { PackageLanguage, ReportArtifact, ReportEvent, ReportExhibit, ReportInput } from '../../src/core/package/report-input.ts';

const DIGEST = sha256DigestOf(createHash('sha256').update('anything').digest());
const UUID = '11111111-2222-4333-8444-555555555555';
const NONCE = 'AAAAAAAAAAAAAAAAAAAAAA==';
const TIME = '2026-03-02T23:30:00.000Z';

export interface ReportCaseOptions {
  readonly language?: PackageLanguage;
  readonly practice?: boolean;
  readonly exhibits?: number;
  readonly observation?: Partial<Observation>;
  /** Facts that the observation does not have. */
  readonly absent?: readonly (keyof Observation)[];
  readonly exhibit?: Partial<ReportExhibit>;
  readonly input?: Partial<ReportInput>;
  /** Height of the page; its view is 800 × 600. */
  readonly pageHeightPx?: number;
}

/** A case as a report gets it: records that hold to their schema, pictures that open. */
export async function makeReportCase(options: ReportCaseOptions = {}): Promise<ReportInput> {
  const { language = 'en', practice = false, exhibits: count = 1, pageHeightPx = 2_400 } = options;
  const pictures = { view: await drawPicture(800, 600), page: await drawPicture(800, pageHeightPx) };
  const exhibits = Array.from({ length: count }, (_, index) =>
    makeExhibit(formatExhibitNumber(index + 1), pictures, pageHeightPx, options),
  );
  const timeline: readonly ReportEvent[] = [
    event(0, { type: 'session.started' }),
    ...exhibits.flatMap(({ exhibit, digest }, index) => [
      event(index * 2 + 1, { type: 'capture.started', exhibit }, { address: 'https://ads.example/parrot/1' }),
      event(index * 2 + 2, { type: 'capture.sealed', exhibit, digest }),
    ]),
  ];
  return {
    language,
    packageName: '2026-118_prosecutor_20260303T080000Z',
    caseTitle: 'Parrots, three platforms',
    caseBasis: 'order of 12 March',
    agency: 'Nature inspectorate',
    keys: { identity: DIGEST, seal: DIGEST, log: DIGEST },
    exhibits,
    received: [],
    stamps: [],
    statements: [],
    timeline,
    seal: {
      format: 'package-seal/v1',
      package: UUID,
      profile: 'prosecutor',
      practice,
      case: { id: UUID, reference: '2026-118' },
      createdAt: '2026-03-03T08:00:00.000Z',
      operator: '4711',
      station: DIGEST,
      tool: 'pugmark/0.1.0+0123456789ab',
      scope: {
        exhibits: exhibits.map(({ exhibit, digest }) => ({ exhibit, digest })),
        sealedInCase: count,
        attemptsInCase: count,
        failedInCase: 0,
        erasedInCase: 0,
        withheldEntries: 0,
      },
      checkpoint: { origin: 'pugmark.test', size: timeline.length, root: DIGEST },
      earlierPackages: 0,
    },
    ...options.input,
  };
}

export function event(seq: number, entry: Partial<CustodyEntry>, texts: Readonly<Record<string, string>> = {}): ReportEvent {
  return {
    origin: 'pugmark.test',
    texts,
    entry: {
      format: 'custody-entry/v1',
      seq,
      nonce: NONCE,
      time: TIME,
      type: 'note.added',
      actor: '4711',
      station: DIGEST,
      tool: 'pugmark/0.1.0+0123456789ab',
      case: UUID,
      details: {},
      ...entry,
    },
  };
}

function makeExhibit(
  exhibit: string,
  pictures: { readonly view: Uint8Array; readonly page: Uint8Array },
  pageHeightPx: number,
  options: ReportCaseOptions,
): ReportExhibit {
  const bytes = new Map<string, Uint8Array>();
  const add = (role: ArtifactRole, name: string, mediaType: string, content: Uint8Array): ReportArtifact => {
    bytes.set(name, content);
    const sha256 = sha256DigestOf(createHash('sha256').update(content).digest());
    const sha512 = sha512DigestOf(createHash('sha512').update(content).digest());
    return { role, name, mediaType, sizeBytes: content.length, sha256, sha512, path: `data/exhibits/${exhibit}/${name}` };
  };
  const artifacts = [
    add('screenshot-viewport', 'screenshot-viewport.png', 'image/png', pictures.view),
    add('screenshot-full', 'screenshot-full.png', 'image/png', pictures.page),
    add('html-served', 'served.html', 'text/html', toUtf8('<p>served')),
    add(
      'operator',
      'operator.json',
      'application/json',
      buildCanonicalJson({ format: 'operator/v1', nonce: NONCE, serviceNumber: '4711' }),
    ),
  ];
  const recipe = { name: 'screenshot-full.png', widthPx: 800, heightPx: pageHeightPx, pixelsSha256: DIGEST, tiles: [] };
  const observation: { -readonly [Fact in keyof Observation]?: Observation[Fact] } & Pick<Observation, 'state'> = {
    state: 'sealed',
    reasons: [],
    times: { clickedAt: TIME, seenAt: TIME, seenCompleteAt: TIME, finishedAt: TIME },
    steps: [{ stage: 'as-seen', name: 'picture of the view', startedAt: TIME, tookMs: 12, outcome: 'done' }],
    limits: { ...DEFAULT_CAPTURE_LIMITS },
    address: { requestedUrl: 'https://ads.example/parrot/1', shownUrl: 'https://ads.example/parrot/1', inPage: [], path: [] },
    http: { status: 200, method: 'GET', headers: [['content-type', 'text/html']], headersAs: 'exact', redirects: [], source: 'network' },
    page: { title: 'Grey parrot, tame', meta: [], openGraph: [], jsonLd: [], microdata: [] },
    view: {
      widthPx: 800,
      heightPx: 600,
      deviceScaleFactorMilli: 1000,
      documentWidthPx: 800,
      documentHeightPx: pageHeightPx,
      scrollXPx: 0,
      scrollYPx: 0,
    },
    browser: { product: 'Chrome/1', userAgent: 'Mozilla/5.0', headless: true, sandbox: true },
    frames: [],
    artifacts: artifacts.map(({ path: _path, ...artifact }) => artifact),
    recipes: [recipe],
    completeness: {
      exchanges: 412,
      byPhase: { before: 412 },
      incomplete: { shown: 0, supporting: 2, background: 1 },
      checkedAgainst: { drawnImages: 7 },
      items: [{ url: 'https://ads.example/late.js', class: 'supporting', problem: 'failed', detail: 'net::ERR_FAILED' }],
    },
    injectedScripts: [],
    warnings: [],
    ...options.observation,
  };
  for (const fact of options.absent ?? []) delete observation[fact];
  const record = captureRecordSchema.parse({
    format: 'capture-record/v1',
    kind: 'capture',
    nonce: NONCE,
    case: UUID,
    exhibit,
    attempt: UUID,
    practice: options.practice ?? false,
    session: { id: UUID, startedEntry: DIGEST },
    station: DIGEST,
    tool: { name: 'pugmark', version: '0.1.0', digest: DIGEST },
    clock: { state: 'not-checked', reason: 'no time source was asked' },
    observation,
  });
  const recordBytes = buildCanonicalJson(record);
  return {
    exhibit,
    digest: sha256DigestOf(createHash('sha256').update(recordBytes).digest()),
    state: observation.state,
    startedAt: TIME,
    sealedAt: TIME,
    artifacts: [...artifacts, add('record', 'capture.json', 'application/json', recordBytes)],
    leftOut: [],
    timeZone: 'Europe/Brussels',
    readRecord: () => Promise.resolve(record),
    async *readArtifact({ name }) {
      await Promise.resolve();
      yield bytes.get(name) ?? new Uint8Array();
    },
    ...options.exhibit,
  };
}

/** Bands of two greys, so that a part shows where it was cut. */
async function drawPicture(width: number, height: number): Promise<Uint8Array> {
  const rows = Buffer.alloc(width * height, 230);
  for (let row = 0; row < height; row += 1) if (Math.floor(row / 100) % 2 === 0) rows.fill(120, row * width, (row + 1) * width);
  return sharp(rows, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
}
