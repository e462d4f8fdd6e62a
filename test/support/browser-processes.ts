import { readdirSync, readFileSync } from 'node:fs';

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Processes of the browser whose profile lies in a folder, by what Linux tells of them. */
export function processesOfBrowser(folder: string): { readonly main: number; readonly renderers: readonly number[] } {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? read(Number(name)) : []));
  const main = all.find(({ command }) => command.includes(folder) && !command.includes('--type='));
  if (main === undefined) throw new Error(`no browser runs in ${folder}`);
  const descends = (one: Running | undefined): boolean =>
    one !== undefined && (one.pid === main.pid || descends(all.find(({ pid }) => pid === one.parent)));
  const renderers = all.filter((one) => one.command.includes('--type=renderer') && descends(one)).map(({ pid }) => pid);
  return { main: main.pid, renderers };
}

function read(pid: number): readonly Running[] {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return [{ pid, parent: Number(parent), command }];
  } catch {
    // It ended meanwhile.
    return [];
  }
}
