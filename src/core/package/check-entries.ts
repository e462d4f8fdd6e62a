import type { FindingList } from './finding-list.ts';
import { byteLengthOf, findNameFault, foldPath, MAX_NAME_BYTES } from './entry-names.ts';
import type { PackageEntry } from './package-source.ts';

/** Entries of one package; more are not read. */
export const MAX_ENTRIES = 200_000;

/**
 * Names and kinds of what a container lists (docs/formats/package.md, section Names): safe on every system, told apart on every file
 * system, regular files only. Folders are judged by their names alone.
 */
export function checkEntries(entries: readonly PackageEntry[], list: FindingList): void {
  const files = new Map<string, string>();
  const folders = new Set<string>();
  for (const { path, kind } of entries) {
    if (kind === 'symlink' || kind === 'other') {
      list.add('entry-kind-refused', path, kind === 'symlink' ? 'This is a symbolic link' : 'This is neither a file nor a folder');
    }
    if (path.length > MAX_NAME_BYTES / 4 && byteLengthOf(path) > MAX_NAME_BYTES) {
      list.add('size-limit', path, `The name is longer than ${MAX_NAME_BYTES} bytes`);
      continue;
    }
    const isFolder = kind === 'folder';
    const name = isFolder && path.endsWith('/') ? path.slice(0, -1) : path;
    const fault = findNameFault(name);
    if (fault !== undefined) list.add('name-unsafe', path, `The name ${fault}`);
    const folded = foldPath(name);
    if (isFolder) {
      addWithParents(folders, folded);
      continue;
    }
    const twin = files.get(folded);
    if (twin === undefined) files.set(folded, name);
    else
      list.add('name-duplicate', path, twin === name ? 'The name occurs twice' : `The name is taken for that of ${twin} by some systems`);
    const end = folded.lastIndexOf('/');
    if (end > 0) addWithParents(folders, folded.slice(0, end));
  }
  for (const [folded, name] of files) {
    if (folders.has(folded)) list.add('name-duplicate', name, 'The name is that of a file and of a folder');
  }
}

function addWithParents(folders: Set<string>, folder: string): void {
  for (let path = folder; path !== '' && !folders.has(path);) {
    folders.add(path);
    path = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  }
}
