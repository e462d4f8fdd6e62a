import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { PugmarkError } from '../core/errors.ts';
import { makeSecret } from './access.ts';
import { askInstance, serveInstance } from './instance-handshake.ts';

/** Longer than anyone needs between reading a lock that nobody holds and taking it over. */
const SETTLE_MS = 100;
/** Who has made the file writes it at once. */
const HALF_WRITTEN_MS = 500;
const MOST_TRIES = 10;

const lockSchema = z.strictObject({ pid: z.int(), port: z.int(), secret: z.string() });
type Lock = z.infer<typeof lockSchema>;

export type Claim =
  | { readonly kind: 'ours'; readonly release: () => Promise<void> }
  /** Another instance has this vault open; this address, good once, opens its window. */
  | { readonly kind: 'running'; readonly url: string };

/**
 * One instance for each vault folder and account. `issueUrl` is asked when a later one comes. A lock whose holder does not answer,
 * and is gone or has its port taken by another program, is taken over. Throws `vault-locked` when the holder lives and says nothing.
 */
export async function claimInstance(stateFolder: string, vaultFolder: string, issueUrl: () => Promise<string>): Promise<Claim> {
  const path = lockPath(stateFolder, vaultFolder);
  const secret = makeSecret();
  const served = await serveInstance(secret, issueUrl);
  const own = JSON.stringify({ pid: process.pid, port: served.port, secret } satisfies Lock);
  try {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      if (await tryTake(path, own)) return { kind: 'ours', release: () => release(path, own, () => served.close()) };
      const lock = await readLock(path);
      const answer = lock === undefined ? 'nobody' : await askInstance(lock.port, lock.secret);
      if (typeof answer === 'object') {
        await served.close();
        return { kind: 'running', url: answer.url };
      }
      if (answer === 'silent' && lock !== undefined && isAlive(lock.pid)) throw silentError(vaultFolder, lock.pid);
      moveAside(path);
    }
    throw new PugmarkError('io-failed', `${path} cannot be taken: it is made again and again`);
  } catch (error) {
    await served.close();
    throw error;
  }
}

function lockPath(stateFolder: string, vaultFolder: string): string {
  const folder = join(stateFolder, 'workstation');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = createHash('sha256').update(realPathOf(vaultFolder)).digest('hex').slice(0, 32);
  return join(folder, `${name}.lock.json`);
}

/** The same folder under two names is one vault. */
function realPathOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // Not made yet.
    return resolve(folder);
  }
}

async function tryTake(path: string, own: string): Promise<boolean> {
  try {
    writeFileSync(path, own, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  // Somebody who saw the same stale lock may have moved our fresh one away: only one that stays is ours.
  await delay(SETTLE_MS);
  return readText(path) === own;
}

/** Undefined for what nobody has finished writing. */
async function readLock(path: string): Promise<Lock | undefined> {
  for (const waitMs of [0, HALF_WRITTEN_MS]) {
    await delay(waitMs);
    const lock = parseLock(readText(path));
    if (lock !== undefined) return lock;
  }
  return undefined;
}

function parseLock(text: string): Lock | undefined {
  try {
    return lockSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // Half written, or something else.
    return undefined;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Gone in between: as good as empty.
    return '';
  }
}

function moveAside(path: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    // Somebody else was faster.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  rmSync(aside, { force: true });
}

async function release(path: string, own: string, close: () => Promise<void>): Promise<void> {
  if (readText(path) === own) rmSync(path, { force: true });
  await close();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function silentError(vaultFolder: string, pid: number): PugmarkError {
  return new PugmarkError('vault-locked', `${vaultFolder} is open in process ${pid}, which does not answer: end that one, then try again`, {
    details: { pid },
  });
}
