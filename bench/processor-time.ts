import { readdirSync, readFileSync } from 'node:fs';

const TICK_MS = 10;

/**
 * Milliseconds of processor time of a process and of all that it started and that still runs, by the files of Linux; undefined elsewhere. On a machine
 * where others work too it says more than the time on the wall.
 */
export function readProcessorMs(root: number): number | undefined {
  const spent = new Map<number, { readonly parent: number; readonly ms: number }>();
  try {
    for (const name of readdirSync('/proc')) {
      const read = /^\d+$/.test(name) ? readProcess(name) : undefined;
      if (read !== undefined) spent.set(Number(name), read);
    }
  } catch {
    return undefined;
  }
  const isWithin = (id: number): boolean => {
    if (id === root) return true;
    const parent = spent.get(id)?.parent;
    return parent !== undefined && parent !== id && isWithin(parent);
  };
  return [...spent].reduce((sum, [id, { ms }]) => sum + (isWithin(id) ? ms : 0), 0);
}

function readProcess(id: string): { readonly parent: number; readonly ms: number } | undefined {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8');
    // Behind the name, which may hold anything: state, parent, and as 12th and 13th the ticks in and outside of the kernel (proc(5)).
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), ms: TICK_MS * (Number(fields[11]) + Number(fields[12])) };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
