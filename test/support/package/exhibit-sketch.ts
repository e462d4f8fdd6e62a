import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecretKeeper } from '../../../src/capture/archive/secret-keeper.ts';
import { writeArchive } from '../../../src/capture/archive/write-archive.ts';
import { buildCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { sha512DigestOf, type Sha256Digest } from '../../../src/core/digest/digest.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { Artifact, ArtifactRole } from '../../../src/core/model/artifact.ts';
import type { CaptureRecord, Observation } from '../../../src/core/model/capture-record.ts';
import type { RecordedExchange } from '../../../src/core/model/exchange.ts';
import { createSharpImageCodec } from '../../../src/imaging/sharp-image-codec.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { rulerTile } from '../ruler-tile.ts';
import { StagingFolder } from '../staging-folder.ts';
import { countingRandom, frozenClock, sketchExchange, spoolBody } from '../synthetic-exchange.ts';

import { digestOf, AD_URL, CASE, SESSION, type Twists, type Station } from './twists.ts';
export interface MadeArtifacts {
  readonly artifacts: readonly Artifact[];
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly recipes: Observation['recipes'];
  readonly exchanges: readonly RecordedExchange[];
}

const images = createSharpImageCodec(nodeHashing);

/** The picture of the whole page, and the tiles that it is made of. */
export async function makeFullPicture(): Promise<{
  readonly tiles: readonly Buffer[];
  readonly inputs: Parameters<typeof images.stitch>[0];
  readonly stitched: Awaited<ReturnType<typeof images.stitch>>;
}> {
  const tiles = [rulerTile(4, 3, 1), rulerTile(4, 2, 9)];
  const inputs = tiles.map((png, index) => ({ png, widthPx: 4, heightPx: 3 - index, skipTopPx: index }));
  return { tiles, inputs, stitched: await images.stitch(inputs) };
}

export async function makeArtifacts(state: Observation['state'], twists: Twists): Promise<MadeArtifacts> {
  const artifacts: Artifact[] = [];
  const contents = new Map<string, Uint8Array>();
  const add = (role: ArtifactRole, name: string, mediaType: string, bytes: Uint8Array): void => {
    const sha512 = sha512DigestOf(nodeHashing.sha512(bytes));
    artifacts.push({ role, name, mediaType, sizeBytes: bytes.length, sha256: digestOf(bytes), sha512 });
    contents.set(name, bytes);
  };
  add(
    'operator',
    'operator.json',
    'application/json',
    buildCanonicalJson({ format: 'operator/v1', nonce: 'AAAAAAAAAAAAAAAAAAAAAA==', serviceNumber: twists.operator ?? 'NL-1234' }),
  );
  if (state === 'failed') return { artifacts, contents, recipes: [], exchanges: [] };
  add('dom', 'dom.html', 'text/html', toUtf8('<title>Oud ivoren beeldje</title>'));
  add('secrets', 'secrets.json', 'application/json', toUtf8('{}'));
  if (state === 'partial') return { artifacts, contents, recipes: [], exchanges: [] };
  const { tiles, inputs, stitched } = await makeFullPicture();
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

export function buildRecord(
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
