import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Unpacks a package with an unzipper that is not ours. Returns the folder of the bag. */
export function unpack(path: string): string {
  const folder = mkdtempSync(join(dirname(path) === '' ? tmpdir() : dirname(path), 'unpacked-'));
  const { status, stderr } = spawnSync('python3', ['-m', 'zipfile', '-e', path, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const [top = ''] = readdirSync(folder);
  return join(folder, top);
}

/** Paths of all files in a folder, sorted, with `/`. */
export function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted();
}

export function readJson(folder: string, path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, path), 'utf8')) as Record<string, unknown>;
}

/** What a DSSE envelope says. */
export function readStatement(folder: string, path: string): { readonly predicate: Record<string, unknown>; readonly subject: unknown } {
  const { payload } = readJson(folder, path) as { payload: string };
  return JSON.parse(Buffer.from(payload, 'base64').toString()) as ReturnType<typeof readStatement>;
}
