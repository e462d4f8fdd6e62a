import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildCanonicalJson } from '../../core/canonical/canonical-json.ts';
import { writeNewFile } from '../files/durable-files.ts';

const ERASURE_FILE = 'erasure.json';

/** Marks a folder in `incoming/` as that of an erasure: whoever finds it cleans the database too. */
export function markErasure(folder: string): void {
  writeNewFile(join(folder, ERASURE_FILE), buildCanonicalJson({ format: 'erasure/v1' }));
}

export function isErasure(folder: string): boolean {
  return existsSync(join(folder, ERASURE_FILE));
}
