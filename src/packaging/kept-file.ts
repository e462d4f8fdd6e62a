import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FILE_MODE, giveNewName, inWords, isThere, takenError } from './new-file.ts';

const NOTHING_KEPT = 'it was not kept';

/**
 * Writes a small file beside its place, durably, under a name that nobody looks for; `publish` gives it its own. Throws `usage` when something
 * stands there already, `disk-full`, `io-failed`; nothing is left then.
 */
export async function keepFile(path: string, bytes: Uint8Array): Promise<{ publish(): Promise<void>; discard(): Promise<void> }> {
  const part = join(dirname(path), `.${randomUUID()}.part`);
  return await inWords(path, NOTHING_KEPT, async () => {
    if (await isThere(path)) throw takenError(path);
    try {
      const file = await open(part, 'wx', FILE_MODE);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    return {
      publish: () => inWords(path, NOTHING_KEPT, () => giveNewName(part, path)),
      discard: () => inWords(part, NOTHING_KEPT, () => rm(part, { force: true })),
    };
  });
}
