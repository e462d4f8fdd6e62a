import { isAbsolute, resolve } from 'node:path';
import { PugmarkError } from '../core/errors.ts';

/** A path as a window gives it: what is relative there is relative to nothing that a person sees. Throws `usage`. */
export function assertAbsolute(path: string): string {
  if (isAbsolute(path)) return resolve(path);
  throw new PugmarkError('usage', `${JSON.stringify(path)} is no absolute path`);
}
