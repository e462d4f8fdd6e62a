import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCaptures } from '../src/app/capture-service.ts';
import { composeCaptureGround, composeVaults } from '../src/engine/composition.ts';
import { captureRecordSchema, type CaptureRecord } from '../src/core/model/capture-record.ts';
import type { ExhibitResult } from '../src/core/model/capture-result.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../src/core/model/limits.ts';
import type { CaseStore } from '../src/core/ports.ts';

/** One capture as the clock saw it. */
export interface TimedCapture {
  readonly result: ExhibitResult;
  readonly record: CaptureRecord;
  /** From the click on the open page to the commit of the sealed exhibit. */
  readonly clickToSealedMs: number;
}

/** A vault with a practice case, in a temporary folder, and everything a capture stands on. */
export interface BenchStation {
  /** Captures addresses in one browser; in the order of the addresses. */
  capture(urls: readonly string[], concurrency: number): Promise<readonly TimedCapture[]>;
  readArtifact(exhibit: string, name: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Sets up a station whose browser draws as told, and whose vault is encrypted or not. */
export async function startStation(drawing?: Parameters<typeof composeCaptureGround>[1], encrypt = false): Promise<BenchStation> {
  const folder = await mkdtemp(join(tmpdir(), 'pugmark-bench-'));
  process.env['PUGMARK_STATE'] = join(folder, 'state');
  const vault = await composeVaults().init({
    folder: join(folder, 'vault'),
    passphrase: 'bench',
    serviceNumber: 'BENCH',
    agency: 'Bench',
    encrypt,
  });
  vault.newCase({ reference: 'BENCH', title: 'Measurements', practice: true });
  const store = vault.openCase('BENCH');
  const ground = await composeCaptureGround(vault.folder, drawing);
  return {
    capture: async (urls, concurrency) => {
      const clickedMs = new Map<string, number>();
      const sealedMs = new Map<string, number>();
      const { exhibits } = await runCaptures(ground, {
        store,
        operator: vault.operator,
        addresses: urls.map((url) => ({ url, from: 'bench' })),
        choices: { browser: { headless: true, acceptInvalidTls: false }, limits: DEFAULT_CAPTURE_LIMITS, print: true },
        concurrency,
        signal: new AbortController().signal,
        onEvent: (event) => {
          if (event.kind === 'progress' && event.progress.stage === 'as-seen' && !clickedMs.has(event.exhibit)) {
            clickedMs.set(event.exhibit, performance.now());
          }
          if (event.kind === 'ended') sealedMs.set(event.result.exhibit, performance.now());
        },
      });
      return Promise.all(
        exhibits.map(async (result) => {
          const record = captureRecordSchema.parse(
            JSON.parse(Buffer.from(await readArtifact(store, result.exhibit, 'capture.json')).toString()),
          );
          return {
            result,
            record,
            clickToSealedMs: (sealedMs.get(result.exhibit) ?? Number.NaN) - (clickedMs.get(result.exhibit) ?? Number.NaN),
          };
        }),
      );
    },
    readArtifact: (exhibit, name) => readArtifact(store, exhibit, name),
    close: async () => {
      vault.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function readArtifact(store: CaseStore, exhibit: string, name: string): Promise<Uint8Array> {
  const artifact = store.findExhibit(exhibit)?.artifacts.find((candidate) => candidate.name === name);
  if (artifact === undefined) throw new Error(`${exhibit} has no ${name}`);
  const pieces: Uint8Array[] = [];
  for await (const piece of store.readArtifact(artifact)) pieces.push(piece);
  return Buffer.concat(pieces);
}
