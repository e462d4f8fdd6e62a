import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { onTestFinished } from 'vitest';

export const NEEDS_MOUNT = 'needs the right to mount a small file system';

/** A file system of a few megabytes. Undefined where this account may not mount one. */
export function mountSmallDisk(folder: string, megabytes: number): { readonly folder: string; makeReadOnly(): void } | undefined {
  mkdirSync(folder);
  if (process.platform !== 'linux') return undefined;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'pugmark-test', folder]).status !== 0) return undefined;
  onTestFinished(() => {
    spawnSync('umount', ['-l', folder]);
  });
  return {
    folder,
    makeReadOnly() {
      const { status, stderr } = spawnSync('mount', ['-o', 'remount,ro', folder], { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
    },
  };
}
