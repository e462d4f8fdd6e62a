import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { refuseInCi } from './needs.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');

/**
 * A folder or file of the shared material that lies beside the checkout; undefined when it is not there, and then tests that need it skip
 * saying so. In CI nothing may skip: there it throws.
 */
export function findSharedMaterial(...path: readonly string[]): string | undefined {
  for (const base of [join(ROOT, '..', 'shared'), join(ROOT, '..', '..', 'shared')]) {
    const found = join(base, ...path);
    if (existsSync(found)) return found;
  }
  refuseInCi(describeMissing(path));
  return undefined;
}

/** Why tests are skipped that need a folder or file of the shared material; undefined when it is there. */
export function findMissingMaterial(...path: readonly string[]): string | undefined {
  return findSharedMaterial(...path) === undefined ? describeMissing(path) : undefined;
}

function describeMissing(path: readonly string[]): string {
  return `not beside this checkout: shared/${path.join('/')}`;
}
