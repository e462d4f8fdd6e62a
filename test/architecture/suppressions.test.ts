import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectPath } from '../support/project.ts';

/** Comments that silence a rule and do not say why, or speak to another linter. */
function findUnfounded(text: string): readonly string[] {
  return text.split('\n').filter((line) => /\/[/*]\s*(?:eslint|oxlint)-disable/.test(line) && !/oxlint-disable\S* \S+ -- \S/.test(line));
}

function silence(linter: string): string {
  return `// ${linter}-disable-next-line no-control-regex`;
}

describe('a silenced lint rule', () => {
  it('says why', () => {
    const unfounded = ['src', 'test', 'scripts', 'bench'].flatMap((folder) =>
      readdirSync(projectPath(folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.m?[jt]s$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name))
        .flatMap((path) => findUnfounded(readFileSync(path, 'utf8')).map((line) => `${path}: ${line.trim()}`)),
    );
    expect(unfounded).toEqual([]);
  });

  it('is found without a reason: the control', () => {
    expect(findUnfounded(`${silence('oxlint')}\n${silence('eslint')} -- why`)).toHaveLength(2);
    expect(findUnfounded(`${silence('oxlint')} -- why`)).toEqual([]);
  });
});
