import { PugmarkError } from '../../core/errors.ts';

/** What a worker of this file does, by the name it was started with: page and workers are one script. */
export const ROLES = ['check', 'SHA-256', 'SHA-512', 'pictures', 'decrypt'] as const;
export type Role = (typeof ROLES)[number];

let script: { readonly text: string; readonly url: string } | undefined;

/**
 * Tells what this script is. A worker has to be told too: the origin of a page that lies on the disk is its own alone, and what the page
 * offers as an address its workers cannot read.
 */
export function setScript(text: string): void {
  script = { text, url: URL.createObjectURL(new Blob([text], { type: 'text/javascript' })) };
}

/** For a worker that starts others. Throws `program-fault`. */
export function readScript(): string {
  return demandScript().text;
}

/**
 * Those at work. Firefox ends a worker that waits for something, as for pixels that are unpacked, when nothing but its own listeners knows it: who
 * waits for its answer would wait for ever.
 */
const atWork = new Set<Worker>();

/** Starts a worker that runs this same script, until {@link endRole} or the end of who starts it. */
export function startRole(role: Role): Worker {
  const worker = new Worker(demandScript().url, { name: role });
  atWork.add(worker);
  return worker;
}

/** Ends it at once, with all that it started. */
export function endRole(worker: Worker): void {
  worker.terminate();
  atWork.delete(worker);
}

function demandScript(): { readonly text: string; readonly url: string } {
  if (script === undefined) throw new PugmarkError('program-fault', 'The script does not know itself');
  return script;
}

/** What this script is to do here; undefined in a page. */
export function findRole(): Role | undefined {
  return typeof document === 'undefined' ? ROLES.find((role) => role === self.name) : undefined;
}
