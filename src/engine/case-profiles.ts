import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PugmarkError } from '../core/errors.ts';
import type { Uuid } from '../core/ids.ts';

const SEALED = '.sealed';
/** Letters, digits, `-` and `_`: a folder of any system. */
const NAME = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/** Where a case keeps a browser profile with its logins: `cases/<uuid>/profiles/<name>`. `name` fits {@link parseProfileName}. */
export function profileFolderOf(vaultFolder: string, caseId: Uuid, name: string): string {
  return join(profilesOf(vaultFolder, caseId), name);
}

/** The name in small letters. Undefined when it cannot be one. */
export function parseProfileName(text: string): string | undefined {
  const name = text.toLowerCase();
  return NAME.test(name) ? name : undefined;
}

/** Names of the profiles that a case keeps, in their order. */
export async function listProfiles(vaultFolder: string, caseId: Uuid): Promise<readonly string[]> {
  // A case that never kept one has no folder for them.
  const entries = await readdir(profilesOf(vaultFolder, caseId), { withFileTypes: true }).catch(() => []);
  // In an encrypted vault each is one file.
  const names = entries.flatMap((entry) => {
    if (entry.isDirectory()) return [entry.name];
    return entry.name.endsWith(SEALED) ? [entry.name.slice(0, -SEALED.length)] : [];
  });
  return [...new Set(names.filter((name) => NAME.test(name)))].toSorted();
}

/** With all its logins. Throws `io-failed`. */
export async function removeProfile(vaultFolder: string, caseId: Uuid, name: string): Promise<void> {
  const folder = profileFolderOf(vaultFolder, caseId, name);
  for (const path of [folder, `${folder}${SEALED}`]) {
    await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch((cause: unknown) => {
      throw new PugmarkError('io-failed', `The profile cannot be removed: ${path}`, { cause });
    });
  }
}

function profilesOf(vaultFolder: string, caseId: Uuid): string {
  return join(vaultFolder, 'cases', caseId, 'profiles');
}
