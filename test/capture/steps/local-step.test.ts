import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { readFileBytes } from '../../../src/capture/recorder/file-bytes.ts';
import { ArtifactWriter } from '../../../src/capture/steps/artifact-writer.ts';
import { runLocalStep, type LocalScope } from '../../../src/capture/steps/local-step.ts';
import { StagingLease } from '../../../src/capture/steps/staging-lease.ts';
import { StepRunner } from '../../../src/capture/steps/step-runner.ts';
import { systemClock } from '../../../src/platform/system-clock.ts';
import { StagingFolder } from '../../support/staging-folder.ts';
import { spoolBody, sketchExchange } from '../../support/synthetic-exchange.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { writeTestArchive } from '../../support/written-archive.ts';

const NEVER = new AbortController().signal;
const givenUp: unknown = expect.objectContaining({ code: 'deadline-passed' });

function startRunner(cancelled = NEVER): StepRunner {
  return new StepRunner({
    clock: systemClock,
    totalMs: 60_000,
    reserveMs: 0,
    spentMs: 0,
    lost: NEVER,
    cancelled,
    keep: NEVER,
    probe: () => Promise.resolve(),
    documentGone: () => undefined,
    onStep: () => undefined,
  });
}

const file = (name: string): Parameters<LocalScope['staging']['write']>[0] => ({ role: 'media', name, mediaType: 'image/png' });
const quick = { stage: 'close', name: 'a step', budgetMs: 40 } as const;

/** One byte now and then, for ever. */
async function* dribble(): AsyncGenerator<Uint8Array> {
  for (;;) {
    yield new Uint8Array(1);
    await sleep(5);
  }
}

async function* silence(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(1);
  await new Promise<never>(() => undefined);
}

describe('the bytes of a file', () => {
  test('are not opened for a writing that is refused: the file may go at once', async () => {
    const folder = tempFolder();
    const path = join(folder, 'body');
    writeFileSync(path, 'bytes');
    const lease = new StagingLease(new StagingFolder(tempFolder()));
    expect(await lease.write(file('kept.png'), readFileBytes(path))).toMatchObject({ sizeBytes: 5 });
    await lease.end();
    const refused = lease.write(file('late.png'), readFileBytes(path));
    rmSync(path);
    // An error that nobody hears, of a stream that nobody reads, would fail this run.
    await expect(refused).rejects.toEqual(givenUp);
    await sleep(20);
  });

  test('that is gone are an error of the writing', async () => {
    const lease = new StagingLease(new StagingFolder(tempFolder()));
    await expect(lease.write(file('gone.png'), readFileBytes(join(tempFolder(), 'gone')))).rejects.toThrow(/gone/);
  });
});

describe('a local step', () => {
  test('that ends in time has written what it wrote', async () => {
    const staging = new StagingFolder(tempFolder());
    await runLocalStep(startRunner(), staging, { ...quick, budgetMs: 10_000 }, async (scope) => {
      await scope.staging.write(file('a.png'), new Uint8Array(3 * 1024 * 1024).fill(7));
      expect(scope.signal.aborted).toBe(false);
    });
    expect(staging.artifacts).toMatchObject([{ name: 'a.png', sizeBytes: 3 * 1024 * 1024 }]);
  });

  test.each([
    ['goes on writing', dribble],
    ['waits for bytes that never come', silence],
  ])('that %s after its time is aborted, and nothing of it is kept', async (_, source) => {
    const staging = new StagingFolder(tempFolder());
    const runner = startRunner();
    const late = Promise.withResolvers<unknown>();
    let scope: LocalScope | undefined;
    await runLocalStep(runner, staging, quick, async (given) => {
      scope = given;
      await given.staging.write(file('a.png'), source()).catch(() => undefined);
      // What it does next comes when nobody waits for it any more.
      given.staging.write(file('b.png'), new Uint8Array(1)).then(late.resolve, late.resolve);
    });
    expect(scope?.signal.aborted).toBe(true);
    expect(await late.promise).toEqual(givenUp);
    expect(staging.artifacts).toEqual([]);
    expect(runner.reasons).toMatchObject([{ code: 'step-failed' }]);
  });

  test('is aborted by a cancelling as well', async () => {
    const cancelled = new AbortController();
    setTimeout(() => cancelled.abort(), 10);
    const staging = new StagingFolder(tempFolder());
    const run = runLocalStep(startRunner(cancelled.signal), staging, { ...quick, budgetMs: 10_000 }, (scope) =>
      scope.staging.write(file('a.png'), dribble()),
    );
    await expect(run).rejects.toEqual(expect.objectContaining({ code: 'cancelled' }));
    expect(staging.artifacts).toEqual([]);
  });
});

test('what is written beside the capture ends with its lease, and is no failure of the disk', async () => {
  const staging = new StagingFolder(tempFolder());
  const lease = new StagingLease(staging);
  const artifacts = new ArtifactWriter(lease);
  await artifacts.keep(file('a.png'), new Uint8Array(1));
  const late = artifacts.keep(file('b.png'), dribble());
  await Promise.all([expect(late).rejects.toEqual(givenUp), lease.end()]);
  await expect(artifacts.keep(file('c.png'), new Uint8Array(1))).rejects.toEqual(givenUp);
  await artifacts.finish();
  expect(staging.artifacts.map(({ name }) => name)).toEqual(['a.png']);
});

test('an archive that is aborted stops and leaves nothing', async () => {
  const body = spoolBody(tempFolder(), 'x'.repeat(5_000));
  const exchanges = Array.from({ length: 50 }, (_, at) => sketchExchange({ url: `http://a.test/${at}`, body }));
  const staging = new StagingFolder(tempFolder());
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  await expect(writeTestArchive(exchanges, { staging, signal: stop.signal })).rejects.toThrow('enough');
  expect(staging.artifacts).toEqual([]);
  const { artifacts } = await writeTestArchive(exchanges, { signal: NEVER });
  expect(artifacts.map(({ name }) => name)).toEqual(['archive.wacz']);
});
