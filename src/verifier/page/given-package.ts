import type { GivenFolder, GivenPackage } from '../messages.ts';

/** More than any package has; a folder that was dropped by mistake may have more. */
const MAX_FILES = 200_000;
/** Folders inside each other; a package has five. */
const MAX_DEPTH = 32;

type Listed = { files: { path: string; file: File }[]; empty: string[] };

/** A package, or why there is none: several things came at once, or nothing that is a file. */
export type Dropped = GivenPackage | 'several' | 'none';

/** What was dropped on the page. Call it in the event itself: afterwards there is nothing to ask. */
export async function takeDropped(transfer: DataTransfer): Promise<Dropped> {
  const [item, ...others] = [...transfer.items].filter(({ kind }) => kind === 'file');
  if (item === undefined) return 'none';
  // One of them would be checked, and the verdict be taken for one of all.
  if (others.length > 0) return 'several';
  const file = item.getAsFile();
  const entry = item.webkitGetAsEntry();
  // Of a page that lies on the disk, Chrome's older way lists nothing of a folder; Firefox has no other.
  const handle = await askHandle(item);
  if (handle instanceof FileSystemDirectoryHandle) return await takeHandle(handle);
  if (entry !== null && isFolderEntry(entry)) return await takeEntry(entry);
  return file === null ? 'none' : { kind: 'file', file };
}

async function askHandle(item: DataTransferItem): Promise<FileSystemHandle | undefined> {
  if (!('getAsFileSystemHandle' in item) || typeof item.getAsFileSystemHandle !== 'function') return undefined;
  const handle: unknown = await item.getAsFileSystemHandle();
  return handle instanceof FileSystemHandle ? handle : undefined;
}

async function takeHandle(folder: FileSystemDirectoryHandle): Promise<GivenPackage> {
  const listed: Listed = { files: [], empty: [] };
  await listHandle(folder, '', 0, listed);
  return { kind: 'folder', folder: { name: folder.name, ...listed } };
}

async function listHandle(folder: FileSystemDirectoryHandle, prefix: string, depth: number, listed: Listed): Promise<void> {
  for await (const [name, handle] of folder.entries()) {
    const path = `${prefix}${name}`;
    if (handle instanceof FileSystemFileHandle) add(listed, path, await handle.getFile());
    else if (depth === MAX_DEPTH) listed.empty.push(path);
    else if (handle instanceof FileSystemDirectoryHandle) await listHandle(handle, `${path}/`, depth + 1, listed);
  }
}

function isFolderEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

async function takeEntry(folder: FileSystemDirectoryEntry): Promise<GivenPackage> {
  const listed: Listed = { files: [], empty: [] };
  await listEntry(folder, '', 0, listed);
  return { kind: 'folder', folder: { name: folder.name, ...listed } };
}

async function listEntry(folder: FileSystemDirectoryEntry, prefix: string, depth: number, listed: Listed): Promise<void> {
  const reader = folder.createReader();
  const next = (): Promise<FileSystemEntry[]> => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
  // It gives a hundred at a time.
  for (let entries = await next(); entries.length > 0; entries = await next()) {
    for (const entry of entries) {
      const path = `${prefix}${entry.name}`;
      if (isFileEntry(entry)) add(listed, path, await new Promise<File>((resolve, reject) => entry.file(resolve, reject)));
      else if (depth === MAX_DEPTH) listed.empty.push(path);
      else if (isFolderEntry(entry)) await listEntry(entry, `${path}/`, depth + 1, listed);
    }
  }
}

function add(listed: Listed, path: string, file: File): void {
  if (listed.files.length >= MAX_FILES) throw new RangeError(`There are more than ${MAX_FILES} files in this folder`);
  listed.files.push({ path, file });
}

/** What was chosen as a folder: files with the way to them, the folder itself first. */
export function takeChosenFolder(files: FileList): GivenPackage | undefined {
  const [first] = files;
  if (first === undefined) return undefined;
  const folder: GivenFolder = {
    name: first.webkitRelativePath.split('/')[0] ?? '',
    files: [...files].map((file) => ({ path: file.webkitRelativePath.split('/').slice(1).join('/'), file })),
    empty: [],
  };
  return { kind: 'folder', folder };
}
