import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';

/** The folder of package.json. */
export const PROJECT_ROOT = dirname(dirname(import.meta.dirname));

/** Absolute path of a file of the project. */
export function projectPath(...parts: readonly string[]): string {
  return join(PROJECT_ROOT, ...parts);
}

/** Files of the project as they would be committed, relative to its root, with `/`. */
export function listProjectFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
  });
  const gone = execFileSync('git', ['ls-files', '-z', '--deleted'], { cwd: PROJECT_ROOT, encoding: 'utf8' }).split('\0');
  return listed.split('\0').filter((path) => path !== '' && !gone.includes(path));
}
