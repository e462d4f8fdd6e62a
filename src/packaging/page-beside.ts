import { lstat, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pagePartOf } from '../core/package/layout.ts';
import { giveNewName, takenError } from './new-file.ts';

/** A page that goes with encrypted packages, the same with each. */
export interface PageBeside {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Puts a page beside a package that is about to get its name. One that is there already with the same bytes serves this package too; where
 * the name is taken by another, it gets the package's own before it. Nothing is overwritten, and no half page ever has a name. Throws as
 * the file system does, and `usage` when that name is taken as well.
 */
export async function putPageBeside(part: string, destination: string, page: PageBeside): Promise<{ takeBack(): Promise<void> }> {
  const [plain, own] = [join(dirname(destination), page.name), `${destination}.${page.name}`];
  const found = await findAt(plain, page.bytes);
  if (found === 'this') return { takeBack: () => Promise.resolve() };
  const target = found === 'nothing' ? plain : own;
  if ((await findAt(target, page.bytes)) !== 'nothing') throw takenError(own);
  const half = pagePartOf(part);
  try {
    const file = await open(half, 'wx', 0o644);
    try {
      await file.writeFile(page.bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await giveNewName(half, target);
  } finally {
    await rm(half, { force: true });
  }
  return { takeBack: () => rm(target, { force: true }) };
}

async function findAt(path: string, bytes: Uint8Array): Promise<'nothing' | 'this' | 'other'> {
  try {
    const { size } = await lstat(path);
    return size === bytes.length && Buffer.from(bytes).equals(await readFile(path)) ? 'this' : 'other';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return 'nothing';
    if (code === 'EISDIR') return 'other';
    throw error;
  }
}
