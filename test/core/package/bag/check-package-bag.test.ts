import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPackageBag } from '../../../../src/core/package/bag/check-package-bag.ts';
import { openFolderSource } from '../../../../src/packaging/folder-source.ts';
import { nodeHashing } from '../../../../src/platform/cryptography.ts';
import { BAG_FOLDER, buildSmallBag, packBag, sourceOf, type BagContents } from '../../../support/small-bag.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { readBytes } from '../../../support/zip-bytes.ts';

const PAYLOAD: BagContents = { 'data/README.txt': 'read me', 'data/exhibits/E-0001/page.png': Buffer.alloc(3_000, 7), 'data/empty': '' };

async function check(files: BagContents): Promise<readonly string[]> {
  const { findings } = await checkPackageBag(sourceOf(files), nodeHashing);
  return findings.map(({ code, subject }) => `${code} ${subject}`);
}

/** The findings for a container with these files in this folder. */
async function checkInFolder(contents: BagContents, folder: string): Promise<readonly string[]> {
  const paths = Object.keys(contents).map((path) => [folder + path, contents[path] ?? ''] as const);
  const source = { ...sourceOf(Object.fromEntries(paths)), container: 'zip', name: 'a.zip' } as const;
  return (await checkPackageBag(source, nodeHashing)).findings.map(({ code, subject }) => `${code} ${subject}`);
}

/** The bag, one of its files changed. */
function change(path: string, edit: (text: string) => string): BagContents {
  const files = buildSmallBag(PAYLOAD);
  return { ...files, [path]: edit(Buffer.from(files[path] ?? '').toString()) };
}

function without(path: string): BagContents {
  return Object.fromEntries(Object.entries(buildSmallBag(PAYLOAD)).filter(([name]) => name !== path));
}

describe('checkPackageBag', () => {
  it('finds nothing wrong with a bag in its form, as a container and as a folder, and gives what it read', async () => {
    const files = buildSmallBag(PAYLOAD);
    const folder = join(tempFolder(), BAG_FOLDER);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const zip = await readBytes(await packBag(files));
    expect(zip.findings).toEqual([]);
    for (const source of [zip.source, await openFolderSource(folder), sourceOf(files)]) {
      const { bag, findings, notes } = await checkPackageBag(source, nodeHashing);
      expect([findings, notes, bag?.name]).toEqual([[], [], BAG_FOLDER]);
      expect([...(bag?.files.keys() ?? [])].toSorted()).toEqual(Object.keys(files).toSorted());
      expect(bag?.files.get('data/empty')).toEqual({
        sizeBytes: 0,
        sha256: 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        sha512: expect.stringMatching(/^sha512:cf83e1357eefb8bd/) as string,
      });
      expect(bag?.info.get('Pugmark-Case')).toBe('BG-2026/17 „Слон“');
    }
  });

  it('notices any byte of any file but the seal', async () => {
    const files = buildSmallBag(PAYLOAD);
    const unnoticed: string[] = [];
    for (const [path, content] of Object.entries(files)) {
      const bytes = Buffer.from(content);
      for (let at = 0; at < Math.min(bytes.length, 400); at += 1) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 0x01;
        if ((await check({ ...files, [path]: changed })).length === 0) unnoticed.push(path);
      }
    }
    expect([...new Set(unnoticed)]).toEqual(['seal/seal.dsse.json']);
  });

  it('names the file that is gone, and the one that came', async () => {
    for (const path of Object.keys(PAYLOAD)) expect(await check(without(path))).toContain(`file-missing ${path}`);
    expect(await check(without('bagit.txt'))).toEqual(['bag-declaration-invalid bagit.txt', 'file-missing bagit.txt']);
    expect(await check(without('bag-info.txt'))).toContain('file-missing bag-info.txt');
    expect(await check(without('manifest-sha512.txt'))).toContain('manifest-missing manifest-sha512.txt');
    expect(await check(without('tagmanifest-sha256.txt'))).toEqual(['manifest-missing tagmanifest-sha256.txt']);
    expect(await check({ ...buildSmallBag(PAYLOAD), 'data/more.txt': '' })).toEqual([
      'file-unlisted data/more.txt',
      'oxum-differs bag-info.txt',
    ]);
    expect(await check({ ...buildSmallBag(PAYLOAD), 'more.txt': '' })).toEqual(['layout-unknown-file more.txt']);
    expect(await check({ ...buildSmallBag(PAYLOAD), 'seal/more.json': '' })).toEqual(['layout-unknown-file seal/more.json']);
    expect(await check({ ...buildSmallBag(PAYLOAD), 'fetch.txt': 'https://example.org/ - data/a\n' })).toEqual([
      'manifest-invalid fetch.txt',
      'layout-unknown-file fetch.txt',
    ]);
    expect(await check({ ...buildSmallBag(PAYLOAD), 'manifest-md5.txt': '' })).toContain('manifest-invalid manifest-md5.txt');
  });

  it('names a file that one manifest alone lists', async () => {
    const files = change('manifest-sha512.txt', (text) => text.split('\n').slice(1).join('\n'));
    expect(await check(files)).toContain('file-unlisted data/README.txt');
  });

  it('asks for the one form of every tag file', async () => {
    expect(await check(change('bagit.txt', (text) => text.replace('1.0', '0.97')))).toContain('bag-declaration-invalid bagit.txt');
    expect(await check(change('bagit.txt', (text) => text.replaceAll('\n', '\r\n')))).toContain('bag-declaration-invalid bagit.txt');
    expect(await check(change('manifest-sha256.txt', (text) => text.toUpperCase().replaceAll('DATA', 'data')))).toContain(
      'manifest-invalid manifest-sha256.txt',
    );
    expect(await check(change('tagmanifest-sha256.txt', (text) => text.split('\n').toReversed().join('\n').trim()))).toContain(
      'manifest-invalid tagmanifest-sha256.txt',
    );
    expect(await check(change('tagmanifest-sha256.txt', (text) => text.split('\n').slice(1).join('\n')))).toEqual([
      'manifest-invalid bag-info.txt',
    ]);
    for (const edit of [
      (text: string) => text.replace('Pugmark-Case: ', 'Pugmark-Case:\t'),
      (text: string) => text.replaceAll('\n', '\r\n'),
      (text: string) => `${text}Pugmark-Format: package/v1\n`,
      (text: string) => text.replace('package/v1', 'package/v2'),
      (text: string) => text.replace(/Payload-Oxum.*\n/, ''),
      (text: string) => text.replace(/Payload-Oxum.*\n/, 'Payload-Oxum: much\n'),
      (text: string) => `${text}no field\n`,
    ]) {
      expect(await check(change('bag-info.txt', edit))).toContain('bag-info-invalid bag-info.txt');
    }
    expect(await check(change('bag-info.txt', (text) => text.replace('3007.3', '3007.4')))).toContain('oxum-differs bag-info.txt');
  });

  it('notes what an operating system left in a folder, and refuses it in a container', async () => {
    const files = { ...buildSmallBag(PAYLOAD), '.DS_Store': 'x', 'data/exhibits/Thumbs.db': 'x', 'data/._README.txt': 'x' };
    const folder = await checkPackageBag(sourceOf(files), nodeHashing);
    expect(folder.findings).toEqual([]);
    expect(folder.notes.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      'system-file data/exhibits/Thumbs.db',
      'system-file data/._README.txt',
      'system-file .DS_Store',
    ]);
    const zip = await checkPackageBag((await readBytes(await packBag(files))).source, nodeHashing);
    expect(zip.notes).toEqual([]);
    expect(zip.findings.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['.DS_Store', 'data/exhibits/Thumbs.db', 'data/._README.txt']),
    );
  });

  it('takes the only folder of a container for the bag, and nothing beside it', async () => {
    const files = buildSmallBag(PAYLOAD);
    expect(await checkInFolder(files, `${BAG_FOLDER}/`)).toEqual([]);
    expect(await checkInFolder(files, '')).toEqual(['container-not-canonical bagit.txt']);
    expect(await checkInFolder(files, 'one/two/')).toEqual(['bag-declaration-invalid a.zip']);
    expect(
      await checkInFolder(
        { 'other/a.txt': '', ...Object.fromEntries(Object.entries(files).map(([path, content]) => [`bag/${path}`, content])) },
        '',
      ),
    ).toEqual(['layout-unknown-file other/a.txt']);
  });

  it('tells what is wrong with any bytes in any tag file, and never fails', async () => {
    const names = ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'tagmanifest-sha512.txt', 'fetch.txt', 'manifest-md5.txt'];
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('Payload-Oxum: 1.1', `${'0'.repeat(64)}  data/a`, 'BagIt-Version: 1.0', '\ufeff', '  '),
    );
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.array(line).map((lines) => Buffer.from(lines.join('\n'))),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), bytes, { minKeys: 1 }), async (changes) => {
        expect(await check({ ...buildSmallBag(PAYLOAD), ...changes })).not.toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('gives up when it is told to, and tells how far it is', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const run = checkPackageBag(sourceOf(buildSmallBag(PAYLOAD)), nodeHashing, {
      signal: stop.signal,
      onProgress: ({ doneBytes, totalBytes }) => {
        seen.push(doneBytes / totalBytes);
        if (doneBytes > 3_000) stop.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen.length).toBeGreaterThan(2);
    const whole: number[] = [];
    await checkPackageBag(sourceOf(buildSmallBag(PAYLOAD)), nodeHashing, {
      onProgress: ({ doneBytes, totalBytes }) => whole.push(doneBytes / totalBytes),
    });
    expect(whole.at(-1)).toBe(1);
  });
});
