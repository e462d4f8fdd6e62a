import { beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { readSealedFile } from '../../../src/verifier/content/sealed-file.ts';
import { readGolden } from '../../support/package/golden.ts';
import { digestOf, type PackageFiles } from '../../support/package/twists.ts';
import { checkedBagOf } from '../../support/verify-files.ts';

const PATH = 'data/README.txt';
let files: PackageFiles;
beforeAll(async () => {
  files = new Map((await readGolden('evidence-first')).files);
});

const read = (changed: PackageFiles, path = PATH, maxBytes = 2 ** 26): Promise<Uint8Array> =>
  readSealedFile(nodeHashing, checkedBagOf(changed), { path, seal: digestOf(files.get(PACKAGE_PATHS.seal) ?? new Uint8Array()), maxBytes });
const withLast = (path: string): PackageFiles => {
  const bytes = Uint8Array.from(files.get(path) ?? []);
  bytes[bytes.length - 2] = (bytes.at(-2) ?? 0) ^ 1;
  return new Map(files).set(path, bytes);
};

describe('a file of a package that is to be shown as sealed', () => {
  it('is given when it is', async () => {
    expect(await read(files)).toEqual(new Uint8Array(files.get(PATH) ?? []));
  });

  it.each([
    PATH,
    PACKAGE_PATHS.seal,
    PACKAGE_PATHS.manifestSha256,
    PACKAGE_PATHS.manifestSha512,
    PACKAGE_PATHS.tagManifestSha256,
    PACKAGE_PATHS.tagManifestSha512,
  ])('is refused when %s is another than was checked', async (path) => {
    await expect(read(withLast(path))).rejects.toMatchObject({ name: 'PugmarkError' });
  });

  it('is refused when no manifest lists it, when it is not there, and when it is too long', async () => {
    const added = new Map(files).set('data/report.en.v01.html', Uint8Array.of(60));
    await expect(read(added, 'data/report.en.v01.html')).rejects.toMatchObject({ code: 'input-unreadable' });
    await expect(read(files, 'data/nothing')).rejects.toMatchObject({ code: 'input-unreadable' });
    await expect(read(files, PATH, 10)).rejects.toMatchObject({ code: 'input-unreadable' });
  });
});
