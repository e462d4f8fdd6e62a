import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeArtifactFiles } from '../../src/cli/artifact-files.ts';
import { sha256DigestOf, sha512DigestOf } from '../../src/core/digest/digest.ts';
import { PugmarkError } from '../../src/core/errors.ts';
import type { StoredArtifact } from '../../src/core/model/case.ts';
import type { CaseReader } from '../../src/core/ports.ts';
import { mountSmallDisk, NEEDS_MOUNT } from '../storage/small-disk.ts';
import { tempFolder } from '../support/temp-folder.ts';

function artifact(name: string, text: string): StoredArtifact {
  const sha256 = sha256DigestOf(createHash('sha256').update(text).digest());
  const sha512 = sha512DigestOf(createHash('sha512').update(text).digest());
  return { role: 'media', name, mediaType: 'text/plain', sizeBytes: text.length, sha256, sha512, objectSha256: sha256, encrypted: false };
}

/** Gives the text of each artifact, and ends with an error for `changed`. */
function readerOf(texts: Readonly<Record<string, string>>): CaseReader {
  const reader: Partial<CaseReader> = {
    async *readArtifact({ name }) {
      await Promise.resolve();
      yield Buffer.from(texts[name] ?? '');
      if (name === 'changed.txt') throw new PugmarkError('object-changed', 'changed');
    },
  };
  return reader as CaseReader;
}

const A = artifact('a.txt', 'alpha');
const B = artifact('b.txt', 'beta');
const READER = readerOf({ 'a.txt': 'alpha', 'b.txt': 'beta', 'changed.txt': 'half' });

describe('writeArtifactFiles', () => {
  it('writes one artifact to a new file, or into a folder that is there', async () => {
    const folder = tempFolder();
    await writeArtifactFiles(READER, [A], join(folder, 'mine.txt'));
    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('alpha');
    const [file] = await writeArtifactFiles(READER, [A], folder);
    expect(file).toMatchObject({ path: join(folder, 'a.txt'), sizeBytes: 5, alreadyThere: false });
    expect(readdirSync(folder).toSorted()).toEqual(['a.txt', 'mine.txt']);
  });

  it('writes several into a folder, which it makes', async () => {
    const folder = join(tempFolder(), 'new', 'place');
    await writeArtifactFiles(READER, [A, B], folder);
    expect(readdirSync(folder).toSorted()).toEqual(['a.txt', 'b.txt']);
  });

  it('lets the same bytes be, and overwrites nothing else', async () => {
    const folder = tempFolder();
    await writeArtifactFiles(READER, [A], join(folder, 'a.txt'));
    expect(await writeArtifactFiles(READER, [A], join(folder, 'a.txt'))).toMatchObject([{ alreadyThere: true }]);
    writeFileSync(join(folder, 'b.txt'), 'somebody else');
    await expect(writeArtifactFiles(READER, [B], join(folder, 'b.txt'))).rejects.toMatchObject({ code: 'usage' });
    expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('somebody else');
  });

  it('does not write several to one file', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), 'x');
    await expect(writeArtifactFiles(READER, [A, B], join(folder, 'file'))).rejects.toMatchObject({ code: 'usage' });
  });

  it('leaves nothing behind when the bytes turn out wrong', async () => {
    const folder = tempFolder();
    const changed = artifact('changed.txt', 'whole');
    await expect(writeArtifactFiles(READER, [changed], folder)).rejects.toMatchObject({ code: 'object-changed' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['../outside.txt', 'sub/x.txt', '..', '/etc/x', 'C:x'])(
    'writes nothing under the name %j from a tampered vault',
    async (name) => {
      const folder = join(tempFolder(), 'out');
      mkdirSync(folder);
      await expect(writeArtifactFiles(READER, [{ ...A, name }, B], folder)).rejects.toMatchObject({ code: 'record-invalid' });
      expect(existsSync(join(folder, '..', 'outside.txt'))).toBe(false);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('does not write through a link', async () => {
    const folder = tempFolder();
    const target = join(tempFolder(), 'target.txt');
    symlinkSync(target, join(folder, 'a.txt'));
    await expect(writeArtifactFiles(READER, [A], folder)).rejects.toMatchObject({ code: 'usage' });
    expect(existsSync(target)).toBe(false);
  });

  it('says so when the place is on a medium that cannot be written', async ({ skip }) => {
    const mounted = mountSmallDisk(join(tempFolder(), 'medium'), 2);
    if (mounted === undefined) skip(NEEDS_MOUNT);
    if (mounted === undefined) return;
    await writeArtifactFiles(READER, [A], join(mounted.folder, 'before.txt'));
    mounted.makeReadOnly();
    await expect(writeArtifactFiles(READER, [A], join(mounted.folder, 'mine.txt'))).rejects.toMatchObject({
      code: 'io-failed',
      message: expect.stringContaining('medium that cannot be written') as string,
    });
  });
});
