import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkEntries } from '../../src/core/package/check-entries.ts';
import { gatherFindings } from '../../src/core/package/finding-list.ts';
import { openFileReader } from '../../src/packaging/file-source.ts';
import { openFolderSource } from '../../src/packaging/folder-source.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { collect } from '../support/zip-bytes.ts';

function makeFolder(): string {
  const folder = join(tempFolder(), 'case_prosecutor');
  mkdirSync(join(folder, 'data', 'exhibits'), { recursive: true });
  writeFileSync(join(folder, 'bagit.txt'), 'declaration');
  writeFileSync(join(folder, 'data', 'exhibits', 'a.png'), 'picture');
  writeFileSync(join(folder, 'data', 'z.txt'), '');
  return folder;
}

describe('openFolderSource', () => {
  it('lists the files of all folders in the order of their bytes, and gives their bytes', async () => {
    const source = await openFolderSource(makeFolder());
    expect([source.container, source.name]).toEqual(['folder', 'case_prosecutor']);
    expect(source.entries).toEqual([
      { path: 'bagit.txt', kind: 'file', sizeBytes: 11 },
      { path: 'data/exhibits/a.png', kind: 'file', sizeBytes: 7 },
      { path: 'data/z.txt', kind: 'file', sizeBytes: 0 },
    ]);
    expect((await collect(source.stream('data/exhibits/a.png'))).toString()).toBe('picture');
    expect((await collect(source.stream('data/z.txt'))).length).toBe(0);
    expect(Buffer.from((await source.open('bagit.txt')?.read(2, 3)) ?? []).toString()).toBe('cla');
    await expect(source.open('bagit.txt')?.read(2, 30)).rejects.toMatchObject({ code: 'input-unreadable' });
    await expect(collect(source.stream('data/none'))).rejects.toMatchObject({ code: 'input-unreadable' });
  });

  it('names links and pipes and follows or opens none of them', async () => {
    const folder = makeFolder();
    const outside = join(tempFolder(), 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'secret.txt'), 'secret');
    symlinkSync(outside, join(folder, 'data', 'away'));
    symlinkSync(join(outside, 'secret.txt'), join(folder, 'data', 'one.txt'));
    symlinkSync('.', join(folder, 'data', 'loop'));
    const hasPipe = spawnSync('mkfifo', [join(folder, 'data', 'pipe')]).status === 0;
    const source = await openFolderSource(folder);
    const list = gatherFindings();
    checkEntries(source.entries, list);
    expect(list.findings.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      'entry-kind-refused data/away',
      'entry-kind-refused data/loop',
      'entry-kind-refused data/one.txt',
      ...(hasPipe ? ['entry-kind-refused data/pipe'] : []),
    ]);
    expect(source.entries.filter(({ path }) => path.includes('secret'))).toEqual([]);
    await expect(collect(source.stream('data/one.txt'))).rejects.toMatchObject({ code: 'input-unreadable' });
  });

  it('lists a name that is no UTF-8, which nothing here could open', async () => {
    const folder = makeFolder();
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/data/`), Buffer.of(0xff, 0xfe)]), 'x');
    const { entries } = await openFolderSource(folder);
    const found = gatherFindings();
    checkEntries(entries, found);
    expect(found.findings.map(({ code }) => code)).toEqual(['entry-kind-refused', 'name-unsafe']);
  });

  it('does not wait for what a pipe in the place of a package says', async () => {
    const pipe = join(tempFolder(), 'package.zip');
    spawnSync('mkfifo', [pipe]);
    await expect(openFileReader(pipe)).rejects.toMatchObject({ code: 'input-unreadable' });
  });

  it('notices a file that became a link or another file after it was listed', async () => {
    const folder = makeFolder();
    const source = await openFolderSource(folder);
    const file = join(folder, 'bagit.txt');
    writeFileSync(file, 'longer than before');
    await expect(collect(source.stream('bagit.txt'))).rejects.toMatchObject({ code: 'input-unreadable' });
    rmSync(file);
    symlinkSync(join(folder, 'data', 'z.txt'), file);
    await expect(collect(source.stream('bagit.txt'))).rejects.toMatchObject({ code: 'input-unreadable' });
    expect((await collect(source.stream('data/exhibits/a.png'))).toString()).toBe('picture');
  });

  it('does not go deeper than any package', async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, ...Array.from({ length: 40 }, () => 'd')), { recursive: true });
    const { entries } = await openFolderSource(folder);
    expect(entries.filter(({ kind }) => kind === 'other').map(({ path }) => path.split('/').length)).toEqual([33]);
  });

  it('says when there is no such folder', async () => {
    await expect(openFolderSource(join(tempFolder(), 'none'))).rejects.toMatchObject({ code: 'input-unreadable' });
  });
});

describe('openFileReader', () => {
  it('reads any part of a file and nothing beyond it', async () => {
    const file = join(tempFolder(), 'a.zip');
    writeFileSync(file, 'abcdef');
    const reader = await openFileReader(file);
    expect(reader.sizeBytes).toBe(6);
    expect(Buffer.from(await reader.read(2, 4)).toString()).toBe('cdef');
    await expect(reader.read(2, 5)).rejects.toMatchObject({ code: 'input-unreadable' });
    await reader.close();
  });

  it('opens no folder and nothing that is not there', async () => {
    const folder = tempFolder();
    await expect(openFileReader(folder)).rejects.toMatchObject({ code: 'input-unreadable' });
    await expect(openFileReader(join(folder, 'none.zip'))).rejects.toMatchObject({
      code: 'input-unreadable',
      message: 'none.zip cannot be opened: there is no such file',
    });
  });
});
