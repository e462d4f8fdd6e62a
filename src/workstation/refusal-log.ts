import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const DEFAULT_MAX_BYTES = 1024 * 1024;
const LONGEST_FIELD = 200;

export interface RefusalLog {
  /** One line: time, code, and what of the request tells it apart. Never throws. */
  note(code: string, fields?: Readonly<Record<string, string | number | undefined>>): void;
}

/**
 * The log of what was refused and of faults, with one older file beside it: never more than twice `maxBytes`.
 * Holds addresses and names of calls, no content of pages and no secrets.
 */
export function openRefusalLog(path: string, now: () => string, maxBytes = DEFAULT_MAX_BYTES): RefusalLog {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return {
    note: (code, fields = {}) => {
      const told = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quote(String(value))}`]));
      const line = `${[now(), code, ...told].join(' ')}\n`;
      try {
        if (sizeOf(path) + line.length > maxBytes) renameSync(path, `${path}.1`);
        appendFileSync(path, line, { mode: 0o600 });
      } catch (error) {
        // A full disk must not end the app because somebody was refused; the terminal still hears of it.
        process.stderr.write(`pugmark: ${path} cannot be written (${String(error)}): ${line}`);
      }
    },
  };
}

/** Hostile: no line breaks, no control characters, nothing that is not ASCII. */
function quote(value: string): string {
  const cut = value.length > LONGEST_FIELD ? `${value.slice(0, LONGEST_FIELD)}…` : value;
  return JSON.stringify(cut).replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
