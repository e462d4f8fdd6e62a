import { join } from 'node:path';
import type { Uuid } from '../core/ids.ts';

/** Where a case keeps a browser profile: `cases/<uuid>/profiles/<name>`. `name` comes from `parseSessionName`. */
export function profileFolderOf(vaultFolder: string, caseId: Uuid, name: string): string {
  return join(vaultFolder, 'cases', caseId, 'profiles', name);
}
