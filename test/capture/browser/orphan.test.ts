import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { BROWSER_PATH } from '../../support/browser-kinds.ts';
import { eventually } from '../../support/eventually.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const PROGRAM = fileURLToPath(new URL('../../support/launch-and-wait.ts', import.meta.url));

/** Processes that use a folder; on a system without /proc: only the one that is asked for. */
function processesUsing(folder: string, pid: number): readonly number[] {
  if (process.platform !== 'linux') return isAlive(pid) ? [pid] : [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(folder);
      } catch {
        // It ended while we looked.
        return false;
      }
    })
    .map(Number)
    .filter((one) => one !== process.pid && isAlive(one));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process.
    return false;
  }
}

it('ends with the process that launched it, also when that is killed without a word', async () => {
  const folder = tempFolder();
  const parent = spawn(process.execPath, [PROGRAM, BROWSER_PATH, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const browserPid = Number(line.toString());
  const before = processesUsing(folder, browserPid);
  expect(before).toContain(browserPid);
  parent.kill('SIGKILL');
  await eventually(() => expect(processesUsing(folder, browserPid)).toEqual([]));
});
