import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { toUtf8 } from '../../src/core/digest/encoding.ts';
import type { RecordedExchange } from '../../src/core/model/exchange.ts';
import type { Attempt, CaseSession, CaseStore, ImageCodec, VaultStore } from '../../src/core/ports.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { startEngine, type EngineOptions } from '../../src/engine/start-engine.ts';
import { CALLS, type CallInput, type CallName, type CallOutput, type JudgedInput } from '../../src/rpc/contract.ts';
import { EVENTS, type EventName } from '../../src/rpc/contract.ts';
import { makeFixture, makeCase, PASSPHRASE, sealAd, type Fixture } from '../storage/vault-fixture.ts';
import { sketchExchange, spoolBody } from '../support/synthetic-exchange.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { writeTestArchive } from '../support/written-archive.ts';
import { startPng } from '../../src/imaging/png-rows.ts';
import { createSharpImageCodec } from '../../src/imaging/sharp-image-codec.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';

export { PASSPHRASE, REFERENCE, AD_TITLE } from '../storage/vault-fixture.ts';

/** Everything that the engine told, in order; each judged by the contract. */
export interface Told {
  readonly name: EventName;
  readonly data: unknown;
}

export interface StartedEngine {
  readonly engine: Engine;
  readonly told: readonly Told[];
  readonly warnings: readonly string[];
  /** A call as a window makes it: input and output are judged by the contract. */
  readonly call: <Name extends CallName>(name: Name, input: CallInput<Name>, signal?: AbortSignal) => Promise<CallOutput<Name>>;
}

export async function start(fixture: Fixture, options: Partial<EngineOptions> = {}): Promise<StartedEngine> {
  const told: Told[] = [];
  const warnings: string[] = [];
  const engine = await startEngine({
    shell: 'workstation',
    vaultFolder: fixture.folder,
    stateFolder: join(fixture.root, 'station'),
    packageFolder: join(fixture.root, 'packages'),
    vaults: fixture.vaults,
    tell: (name, data) => told.push({ name, data: EVENTS[name].parse(data) }),
    warn: (message) => warnings.push(message),
    ...options,
  });
  onTestFinished(() => engine.close());
  return {
    engine,
    told,
    warnings,
    call: async (name, input, signal = new AbortController().signal) => {
      const { input: inputSchema, output } = CALLS[name];
      const handler = engine.handlers[name] as (input: unknown, context: { signal: AbortSignal }) => unknown;
      const judged = inputSchema.parse(input) as JudgedInput<typeof name>;
      return output.parse(await handler(judged, { signal })) as CallOutput<typeof name>;
    },
  };
}

/** Why the exhibits are looked at, in {@link startWith}. */
const REASON = 'evening round';

/** A vault with what `fill` puts into it, and the app with that vault open and a reason to look at its cases. */
export async function startWith(
  fill: (vault: VaultStore, fixture: Fixture) => Promise<void>,
): Promise<StartedEngine & { readonly fixture: Fixture }> {
  const fixture = makeFixture();
  const vault = await fixture.init();
  try {
    await fill(vault, fixture);
  } finally {
    vault.close();
  }
  const started = await start(fixture);
  await started.call('vault.unlock', { passphrase: PASSPHRASE });
  for (const { reference } of await started.call('cases.list', {})) await started.call('access.give', { case: reference, reason: REASON });
  return { ...started, fixture };
}

/** A case with one sealed page. */
export async function fillWithPage(vault: VaultStore): Promise<void> {
  const store = makeCase(vault);
  const session = store.startSession({});
  await capturePage(store, session);
  store.endSession(session, {});
}

/** Height of the tall picture of {@link capturePage}: three tiles and a bit. */
export const PAGE = { widthPx: 700, heightPx: 1700 };

let archive: Promise<Uint8Array> | undefined;
let pixels: ReturnType<ImageCodec['hashPixels']> | undefined;

async function makeArchive(): Promise<Uint8Array> {
  const { staging } = await writeTestArchive(sketchExchanges());
  return readFileSync(join(staging.folder, 'archive.wacz'));
}

/** What the page's server gave; the artifacts taken from it have the same bytes. */
const SERVED = '<script>alert(1)</script>';
const DRAWING = '<svg onload="alert(1)"/>';

/** One exhibit with pictures, text, served HTML, secrets and an archive of three exchanges. */
export async function capturePage(store: CaseStore, session: CaseSession, url = 'https://market.example/ad/1'): Promise<Attempt> {
  const attempt = store.startAttempt(session, { requestedUrl: url, clickedAt: '2026-03-02T08:00:00.000Z' });
  const { staging } = attempt;
  const page = await drawPicture(PAGE.widthPx, PAGE.heightPx);
  await staging.write({ role: 'screenshot-viewport', name: 'viewport.png', mediaType: 'image/png' }, await drawPicture(700, 500));
  await staging.write({ role: 'screenshot-full', name: 'full.png', mediaType: 'image/png' }, page);
  const tile = await staging.write({ role: 'screenshot-tile', name: 'tile.png', mediaType: 'image/png' }, page);
  await staging.write({ role: 'html-served', name: 'served.html', mediaType: 'text/html; charset=utf-8' }, toUtf8(SERVED));
  await staging.write({ role: 'media', name: 'drawing.svg', mediaType: 'image/svg+xml' }, toUtf8(DRAWING));
  await staging.write({ role: 'text', name: 'text.txt', mediaType: 'text/plain' }, toUtf8(`Perroquet gris, apprivoisé ${attempt.exhibit}`));
  await staging.write({ role: 'secrets', name: 'secrets.json', mediaType: 'application/json' }, toUtf8('{"cookie":"s3cret-value"}'));
  archive ??= makeArchive();
  await staging.write({ role: 'wacz', name: 'archive.wacz', mediaType: 'application/wacz' }, await archive);
  pixels ??= createSharpImageCodec(nodeHashing).hashPixels(page);
  const { pixelsSha256 } = await pixels;
  await sealAd(store, session, attempt, {
    recipes: [{ name: 'full.png', ...PAGE, pixelsSha256, tiles: [{ sha256: tile.sha256, xPx: 0, yPx: 0, ...PAGE, skipTopPx: 0 }] }],
    completeness: {
      exchanges: 3,
      byPhase: { seen: 3 },
      incomplete: { shown: 0, supporting: 0, background: 0 },
      checkedAgainst: {},
      items: [],
    },
  });
  return attempt;
}

function at(path: string, startedAt: string): { readonly url: string; readonly startedAt: string } {
  return { url: `https://market.example${path}`, startedAt };
}

function sketchExchanges(): readonly RecordedExchange[] {
  const folder = tempFolder();
  return [
    sketchExchange({ ...at('/ad/1', '2026-03-02T08:00:00.000Z'), body: spoolBody(folder, SERVED) }),
    sketchExchange({ ...at('/drawing.svg', '2026-03-02T08:00:01.250Z'), body: spoolBody(folder, DRAWING) }),
    sketchExchange({ ...at('/gone', '2026-03-02T08:00:00.500Z'), status: 404, method: 'POST' }),
  ];
}

const drawn = new Map<string, Promise<Uint8Array>>();

/** Red grows to the right, green downwards, in steps that a JPEG keeps apart. */
export async function drawPicture(widthPx: number, heightPx: number): Promise<Uint8Array> {
  const key = `${widthPx} ${heightPx}`;
  const picture = drawn.get(key) ?? draw(widthPx, heightPx);
  drawn.set(key, picture);
  return await picture;
}

async function draw(widthPx: number, heightPx: number): Promise<Uint8Array> {
  const writer = startPng(widthPx, heightPx);
  const rows = Buffer.alloc(widthPx * heightPx * 4, 255);
  for (let i = 0; i < widthPx * heightPx; i += 1) {
    rows[4 * i] = Math.floor(((i % widthPx) * 255) / widthPx);
    rows[4 * i + 1] = Math.floor((Math.floor(i / widthPx) * 255) / heightPx);
    rows[4 * i + 2] = 40;
  }
  await writer.write(rows);
  return await writer.finish();
}

export async function* pieces(...all: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const one of all) yield await Promise.resolve(typeof one === 'string' ? toUtf8(one) : one);
}
