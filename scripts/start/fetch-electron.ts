import { spawn } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { say } from '../setup/say.mjs';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface FetchOptions {
  /** The installer that comes with Electron's package; it checks what it fetched against digests in that package. */
  readonly installer: string;
  /** What is remembered of a fetch that failed, so that no start of a station without a network waits for it. */
  readonly memory: string;
  readonly limitMs: number;
}

/** True when Electron's binary was fetched now. Not tried for a day after it failed. */
export async function fetchElectron({ installer, memory, limitMs }: FetchOptions): Promise<boolean> {
  const failedMs = statSync(memory, { throwIfNoEntry: false })?.mtimeMs;
  if (failedMs !== undefined && Date.now() - failedMs < DAY_MS) return false;
  say('Fetching Electron, once ...');
  const fetched = await run(installer, limitMs);
  if (!fetched) {
    mkdirSync(dirname(memory), { recursive: true });
    writeFileSync(memory, 'Electron could not be fetched. Remove this file to try again at the next start.\n');
  }
  return fetched;
}

function run(installer: string, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [installer], {
      cwd: join(installer, '..'),
      stdio: 'ignore',
      timeout: limitMs,
      killSignal: 'SIGKILL',
    });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
