import { PugmarkError } from '../../core/errors.ts';
import { PieceBuffers, streamRange } from '../../core/package/byte-window.ts';
import { compareByBytes } from '../../core/package/entry-names.ts';
import type { PackageEntry, PackageSource } from '../../core/package/package-source.ts';
import type { GivenFolder } from '../messages.ts';
import { readBlob } from './blob-reader.ts';

/** An unpacked package whose files were given to the page. Browsers show files and folders only, and follow links or hide them. */
export function openGivenFolder({ name, files, empty }: GivenFolder): PackageSource {
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  const entries = [
    ...files.map(({ path, file }): PackageEntry => ({ path, kind: 'file', sizeBytes: file.size })),
    ...empty.map((path): PackageEntry => ({ path, kind: 'other', sizeBytes: 0 })),
  ].toSorted((a, b) => compareByBytes(a.path, b.path));
  const find = (path: string): File => {
    const file = byPath.get(path);
    if (file === undefined) throw new PugmarkError('input-unreadable', `${path} is no file of ${name}`);
    return file;
  };
  const buffers = new PieceBuffers();
  return {
    container: 'folder',
    name,
    entries,
    async *stream(path) {
      const file = find(path);
      yield* streamRange(readBlob(file, path), 0, file.size, buffers);
    },
    open: (path) => readBlob(find(path), path),
  };
}
