import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 5_000;
const STALE_AFTER_MS = 60_000;
const POLL_MS = 250;
/** Longer than anyone needs between reading a dead owner's lock and taking it over. */
const SETTLE_MS = 100;

/**
 * Runs `act` while holding the lock file `path`, so that two commands started at once do one thing after the other.
 * A lock whose owner died, or that was not touched for a minute, is taken over.
 * @template T
 * @param {string} path
 * @param {{ onWait: () => void, act: () => Promise<T> }} options
 * @returns {Promise<T>}
 */
export async function withLock(path, { onWait, act }) {
  const token = `${process.pid} ${randomUUID()}`;
  let waited = false;
  while (!(await tryTake(path, token))) {
    if (!waited) onWait();
    waited = true;
    await sleep(POLL_MS);
  }
  const heartbeat = setInterval(() => utimesSync(path, new Date(), new Date()), HEARTBEAT_MS);
  try {
    return await act();
  } finally {
    clearInterval(heartbeat);
    rmSync(path, { force: true });
  }
}

/**
 * @param {string} path
 * @param {string} token
 */
async function tryTake(path, token) {
  try {
    writeFileSync(path, token, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    removeWhenStale(path);
    return false;
  }
  // Somebody who saw the same dead owner may have moved our fresh lock away: only a lock that stays is ours.
  await sleep(SETTLE_MS);
  return readLock(path)?.token === token;
}

/** @param {string} path */
function removeWhenStale(path) {
  const lock = readLock(path);
  if (lock === undefined || (isAlive(lock.pid) && Date.now() - lock.touchedMs < STALE_AFTER_MS)) return;
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** @param {string} path */
function readLock(path) {
  try {
    const token = readFileSync(path, 'utf8');
    return { token, pid: Number(token.split(' ')[0]), touchedMs: statSync(path).mtimeMs };
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
