import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from '../../src/rpc/contract/packages.ts';
import type { Handlers } from '../../src/rpc/handlers.ts';
import { SetupError } from '../setup/say.mjs';
import { CALL } from './app.ts';

const LIMIT_MS = 5 * 60_000;

/** Captures these addresses into the case, one after the other as the queue does. Throws SetupError. */
export async function captureAll(calls: Handlers, reference: string, urls: readonly string[]): Promise<void> {
  await calls['batch.add']({ case: reference, name: 'list.txt', text: urls.join('\n') }, CALL);
  await waitUntil('the list', async () => {
    const { items } = await calls['batch.read']({}, CALL);
    return items.every(({ state }) => state !== 'waiting' && state !== 'running');
  });
}

/** Begins an export of the whole case for a prosecutor; its job. */
export async function exportCase(calls: Handlers, reference: string): Promise<string> {
  return (await calls['export.start']({ case: reference, profile: 'prosecutor', language: 'en', report: true }, CALL)).job;
}

/** The job when it is done. Throws SetupError when it fails. */
export async function waitForJob(calls: Handlers, job: string): Promise<Job> {
  let found: Job | undefined;
  await waitUntil('an export or a package', async () => {
    found = (await calls['jobs.list']({}, CALL)).find((other) => other.job === job);
    if (found?.state === 'failed') throw new SetupError(`It failed: ${found.error?.message ?? ''}`);
    return found?.state === 'done';
  });
  if (found === undefined) throw new SetupError(`There is no job ${job}`);
  return found;
}

/** Throws SetupError after five minutes. */
export async function waitUntil(what: string, isThere: () => Promise<boolean>): Promise<void> {
  for (const startedMs = performance.now(); !(await isThere()); await delay(100)) {
    if (performance.now() - startedMs > LIMIT_MS) throw new SetupError(`Waited too long for ${what}`);
  }
}
