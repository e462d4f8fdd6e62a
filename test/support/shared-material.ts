import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

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
  if (process.env['CI'] === 'true') throw new Error(`shared/${path.join('/')} is missing beside the checkout, and CI must not skip`);
  return undefined;
}
