import { existsSync, statSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Uuid } from '../../core/ids.ts';
import type { Cryptography, KeptProfile } from '../../core/ports.ts';
import { FILE_MODE, FOLDER_MODE, syncFolder } from '../files/durable-files.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import type { ContentKey } from '../keys/content-keys.ts';
import { readAt } from '../objects/file-ranges.ts';
import { SealedObjectReader, SealedObjectWriter } from '../objects/sealed-object.ts';
import { withStorageErrorsAsync } from '../storage-error.ts';
import { packFolder, unpackFolder } from './folder-archive.ts';

interface ProfileParts {
  readonly vaultFolder: string;
  readonly case: Uuid;
  /** Comes from `parseSessionName`. */
  readonly name: string;
}

/** `key`: of the case in an encrypted vault. */
export async function openKeptProfile(
  parts: ProfileParts & { readonly cryptography: Cryptography; readonly key: ContentKey | undefined },
): Promise<KeptProfile> {
  const { key } = parts;
  return key === undefined ? openPlainProfile(parts) : await openSealedProfile({ ...parts, key });
}

/** A session in a vault in plain: the browser works where it is kept. */
function openPlainProfile(parts: ProfileParts): KeptProfile {
  const folder = join(vaultPaths.profiles(parts.vaultFolder, parts.case), parts.name);
  return { folder, isKept: statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true, end: () => Promise.resolve() };
}

/**
 * The same in an encrypted vault: `profiles/<name>.sealed`, for the time of its use in plain in `incoming/`, which the next start of the vault
 * clears should this one be killed.
 */
async function openSealedProfile(
  parts: ProfileParts & { readonly cryptography: Cryptography; readonly key: ContentKey },
): Promise<KeptProfile> {
  const { cryptography, key } = parts;
  const sealed = join(vaultPaths.profiles(parts.vaultFolder, parts.case), `${parts.name}.sealed`);
  const own = vaultPaths.staging(parts.vaultFolder, cryptography.random.uuid());
  const folder = join(own, 'profile');
  const remove = (): Promise<void> => rm(own, { recursive: true, force: true, maxRetries: 3 });
  const isKept = existsSync(sealed);
  return await withStorageErrorsAsync(sealed, async () => {
    try {
      await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
      if (isKept) await unpackFolder(decrypt(cryptography, sealed, key), folder);
    } catch (error) {
      await remove();
      throw error;
    }
    const end = async (as: 'now' | 'before'): Promise<void> => {
      try {
        if (as === 'before') return;
        const fresh = join(own, 'sealed');
        await encrypt(cryptography, folder, fresh, key);
        await mkdir(dirname(sealed), { recursive: true, mode: FOLDER_MODE });
        await rename(fresh, sealed);
        syncFolder(dirname(sealed));
      } finally {
        await remove();
      }
    };
    return { folder, isKept, end: (as) => withStorageErrorsAsync(sealed, () => end(as)) };
  });
}

async function* decrypt(cryptography: Cryptography, path: string, key: ContentKey): AsyncGenerator<Uint8Array> {
  const { size } = await stat(path);
  const handle = await open(path, 'r');
  try {
    const read = async (offset: number, length: number): Promise<Uint8Array> => await readAt(handle, offset, length);
    yield* (await SealedObjectReader.open(cryptography, { read, storedBytes: size }, key)).readAll();
  } finally {
    await handle.close();
  }
}

async function encrypt(cryptography: Cryptography, folder: string, path: string, key: ContentKey): Promise<void> {
  const writer = new SealedObjectWriter(cryptography, key);
  const handle = await open(path, 'wx', FILE_MODE);
  try {
    await handle.write(writer.start());
    for await (const piece of packFolder(folder)) await handle.write(writer.update(piece));
    await handle.write(writer.finish());
    await handle.sync();
  } finally {
    await handle.close();
  }
}
