import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPackageBag } from '../../src/core/package/bag/check-package-bag.ts';
import { openPackage } from '../../src/packaging/open-package.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { projectPath } from '../support/project.ts';
import { BAG_FOLDER, buildSmallBag, packBag, type BagContents } from '../support/small-bag.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { packFiles } from '../support/zip-bytes.ts';

const FILES = buildSmallBag({ 'data/README.txt': 'read me' });

function unpack(files: BagContents): string {
  const folder = join(tempFolder(), BAG_FOLDER);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

async function findingsOf(path: string): Promise<readonly string[]> {
  const opened = await openPackage(path);
  const report = await checkPackageBag(opened.source, nodeHashing);
  await opened.close();
  return [...opened.findings, ...report.findings].map(({ code, subject }) => `${code} ${subject}`);
}

describe('openPackage', () => {
  it('opens a package as a file, as a folder, and as a folder in a folder', async () => {
    const file = join(tempFolder(), `${BAG_FOLDER}.zip`);
    writeFileSync(file, await packBag(FILES));
    const folder = unpack(FILES);
    for (const path of [file, folder, dirname(folder)]) expect(await findingsOf(path)).toEqual([]);
  });

  it('agrees with an independent check in another language', async () => {
    const file = join(tempFolder(), 'a.zip');
    for (const [files, isValid] of [
      [FILES, true],
      [{ ...FILES, 'data/README.txt': 'read mE' }, false],
    ] as const) {
      writeFileSync(file, await packBag(files));
      expect((await findingsOf(file)).length === 0).toBe(isValid);
      const other = spawnSync('python3', [projectPath('test/interop/check_bag.py'), file], { encoding: 'utf8' });
      expect(JSON.parse(other.stdout)).toMatchObject({ valid: isValid });
    }
  });

  it('opens what is left of one', async () => {
    const { 'bagit.txt': _, ...rest } = FILES;
    expect(await findingsOf(unpack(rest))).toContain('file-missing bagit.txt');
    const file = join(tempFolder(), 'damaged.zip');
    const bytes = await packBag(FILES);
    bytes.fill(0, bytes.readUInt32LE(bytes.length - 6), bytes.length - 22);
    writeFileSync(file, bytes);
    expect(await findingsOf(file)).toContain('container-not-canonical damaged.zip');
  });

  it('names links and unsafe names in a folder', async () => {
    const folder = unpack({ ...FILES, 'data/a:b': '' });
    symlinkSync('README.txt', join(folder, 'data', 'link.txt'));
    const found = await findingsOf(folder);
    expect(found).toContain('entry-kind-refused data/link.txt');
    expect(found).toContain('name-unsafe data/a:b');
  });

  it.each([
    ['a ZIP file of something else', async () => packFiles({ 'word/document.xml': '<w/>' })],
    ['an empty ZIP file', async () => packFiles({})],
    ['a picture', async () => Buffer.from('\x89PNG\r\n')],
    ['an empty file', async () => Buffer.alloc(0)],
  ])('says that %s is no package', async (_, make) => {
    const file = join(tempFolder(), 'foreign.zip');
    writeFileSync(file, await make());
    await expect(openPackage(file)).rejects.toMatchObject({
      code: 'package-unreadable',
      message: expect.stringMatching(/^foreign\.zip is not /) as string,
    });
  });

  it('says that another folder is no package, and that nothing is nothing', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.txt'), '');
    await expect(openPackage(folder)).rejects.toMatchObject({ code: 'package-unreadable' });
    await expect(openPackage(join(folder, 'none.zip'))).rejects.toMatchObject({ code: 'input-unreadable' });
  });
});
