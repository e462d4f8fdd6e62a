import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { afterAll, describe, expect, it } from 'vitest';
import { listProjectFiles, projectPath } from '../support/project.ts';

// The verifier that people open in a browser is core: no file of it may need Node, also not through a package.

const folder = mkdtempSync(join(tmpdir(), 'pugmark-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Bundles `files` for the browser and names every Node module that the bundle would still need. */
async function nodeModulesOf(files: readonly string[]): Promise<readonly string[]> {
  const entry = join(folder, 'entry.ts');
  writeFileSync(entry, files.map((file, i) => `import * as m${i} from ${JSON.stringify(file)};\nconsole.log(m${i});\n`).join(''));
  const needed: string[] = [];
  await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    build: {
      write: false,
      rolldownOptions: {
        input: entry,
        plugins: [
          {
            name: 'name-node-modules',
            resolveId: {
              order: 'pre',
              handler: (id, importer) => (isBuiltin(id) ? void needed.push(`${id} in ${importer ?? '?'}`) : undefined),
            },
          } satisfies Rolldown.Plugin,
        ],
      },
    },
  });
  return needed;
}

describe('core', () => {
  it('bundles for the browser and needs no Node module, also not through a package', async () => {
    const files = listProjectFiles().filter((path) => path.startsWith('src/core/') && path.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(5);
    expect(await nodeModulesOf(files.map((path) => projectPath(path)))).toEqual([]);
  });

  it('would be caught importing one', async () => {
    const bad = join(folder, 'bad.ts');
    writeFileSync(bad, "import { createHash } from 'node:crypto';\nexport const hash = createHash;\n");
    expect(await nodeModulesOf([bad])).toEqual([`node:crypto in ${bad}`]);
  });
});
