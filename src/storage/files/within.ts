import { realpathSync } from 'node:fs';
import nodePath, { type PlatformPath } from 'node:path';
import { hasNativeCode, withStorageErrors } from '../storage-error.ts';

/** True when `inner` is `outer` or lies in it. Both absolute and real; `path` is that of the platform they are on. */
export function isWithin(outer: string, inner: string, path: PlatformPath = nodePath): boolean {
  const way = path.relative(outer, inner);
  // On another drive there is no way, and the answer is the whole path.
  return !(way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way));
}

/** Where a path that need not exist yet would really be: links in the part of it that is there are followed. Throws `io-failed`. */
export function readFuturePlace(path: string): string {
  return withStorageErrors(path, () => {
    try {
      return realpathSync.native(path);
    } catch (error) {
      if (!hasNativeCode(error, 'ENOENT', 'ENOTDIR') || nodePath.dirname(path) === path) throw error;
      return nodePath.join(readFuturePlace(nodePath.dirname(path)), nodePath.basename(path));
    }
  });
}
