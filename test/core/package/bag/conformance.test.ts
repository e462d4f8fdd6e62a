import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkBagStructure } from '../../../../src/core/package/bag/check-bag.ts';
import { buildBagHashing, checkFixity, type BagHashing } from '../../../../src/core/package/bag/check-fixity.ts';
import { openBag } from '../../../../src/core/package/bag/open-bag.ts';
import { gatherFindings } from '../../../../src/core/package/finding-list.ts';
import { openFolderSource } from '../../../../src/packaging/folder-source.ts';
import { nodeHashing } from '../../../../src/platform/cryptography.ts';
import { skipAllWithout } from '../../../support/needs.ts';
import { findMissingMaterial, findSharedMaterial } from '../../../support/shared-material.ts';

// The conformance suite of the Library of Congress. Most of its bags have MD5 alone, which Pugmark does not compute: so that all of the
// reader is tried on them, the suite runs once with MD5 and SHA-224 lent to it, and once as it is.

const suite = findSharedMaterial('data', 'bagit');

const LENT: BagHashing = new Map([
  ...buildBagHashing(nodeHashing),
  ...['md5', 'sha224'].map((algorithm) => {
    const start = () => {
      const hash = createHash(algorithm);
      return { update: (bytes: Uint8Array) => void hash.update(bytes), digest: () => hash.digest() };
    };
    return [algorithm, start] as const;
  }),
]);

/** Bags that the suite lets pass and we refuse, each with our reason. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  // fetch.txt: only whole bags are evidence, and nothing is ever fetched.
  'v0.96/valid/holey-bag': ['manifest-invalid fetch.txt'],
  'v0.97/valid/holey-bag': ['manifest-invalid fetch.txt'],
  // A manifest that lists a file which is not there, only one of another case: where case counts, that file is missing.
  'v0.97/warning/duplicate-file-with-different-case': ['file-missing data/HELLO.txt'],
  // The same with two Unicode forms of one name, of which one is there.
  'v0.97/warning/same-filename-listed-twice-with-different-normalization': ['file-missing'],
  // The copy of the suite that is handed out lacks the .DS_Store that its manifest lists.
  'v0.97/warning/special-system-files': ['file-missing data/.DS_Store', 'oxum-differs bag-info.txt'],
};

/** What is wrong with an invalid bag, as we name it. Paths that are wrong on one system only are refused on all. */
const INVALID: Readonly<Record<string, string>> = {
  'v0.97/invalid/baginfo-missing-encoding': 'bag-declaration-invalid bagit.txt',
  'v0.97/invalid/bom-in-bagit.txt': 'bag-declaration-invalid bagit.txt',
  'v0.97/invalid/corrupt-data-file': 'file-changed data/',
  'v0.97/invalid/corrupt-tag-file': 'file-changed bag',
  'v0.97/invalid/extra-file-in-bag': 'file-unlisted data/bar',
  'v0.97/invalid/invalid-version-number': 'bag-declaration-invalid bagit.txt',
  'v0.97/invalid/missing-baginfo': 'file-missing bag-info.txt',
  'v0.97/invalid/missing-bagit.txt': 'bag-declaration-invalid bagit.txt',
  'v0.97/invalid/out-of-scope-file-paths-using-dot-notation': 'manifest-invalid ../',
  'v0.97/invalid/out-of-scope-file-paths-using-dot-notation-for-fetch': 'manifest-invalid fetch.txt',
  'v0.97/invalid/same-filename-listed-twice-with-different-hashes': 'manifest-invalid data/README',
  'v0.97/linux-only/out-of-scope-file-paths-using-absolute-path': 'manifest-invalid /tmp/foo',
  'v0.97/linux-only/out-of-scope-file-paths-using-absolute-path-for-fetch': 'manifest-invalid fetch.txt',
  'v0.97/linux-only/out-of-scope-file-paths-using-shortcut': 'manifest-invalid ~/foo',
  'v0.97/linux-only/out-of-scope-file-paths-using-shortcut-for-fetch': 'manifest-invalid fetch.txt',
  'v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username': 'manifest-invalid ~root/foo',
  'v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username-for-fetch': 'manifest-invalid fetch.txt',
  'v0.97/windows-only/out-of-scope-file-paths-using-absolute-path': 'manifest-invalid C:\\',
  'v0.97/windows-only/out-of-scope-file-paths-using-absolute-path-for-fetch': 'manifest-invalid fetch.txt',
  'v0.97/windows-only/out-of-scope-file-paths-using-shortcut': 'manifest-invalid %HomeDrive%',
  'v0.97/windows-only/out-of-scope-file-paths-using-shortcut-for-fetch': 'manifest-invalid fetch.txt',
  'v0.97/windows-only/out-of-scope-file-paths-using-unc': 'manifest-invalid \\\\?\\UNC',
  'v0.97/windows-only/out-of-scope-file-paths-using-unc-for-fetch': 'manifest-invalid fetch.txt',
  'v1.0/invalid/bagit-with-invalid-whitespace': 'bag-declaration-invalid bagit.txt',
  'v1.0/invalid/notAllManifestsListAllFiles': 'file-unlisted data/missingFromManifest.txt',
  'v1.0/invalid/same-filename-listed-twice-with-different-hashes': 'bag-declaration-invalid bagit.txt',
  'v1.0/invalid/same-filename-listed-twice-with-the-same-hash': 'manifest-invalid data/README',
};

function listBags(): readonly string[] {
  if (suite === undefined) return [];
  const folders = (path: string): readonly string[] =>
    readdirSync(join(suite, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(path, entry.name).replaceAll('\\', '/'))
      .toSorted();
  return folders('.').flatMap((version) => folders(version).flatMap((kind) => folders(kind)));
}

async function check(path: string, hashing: BagHashing): Promise<readonly string[]> {
  const list = gatherFindings();
  const bag = openBag(await openFolderSource(join(suite ?? '', path)), list);
  if (bag !== undefined) {
    const structure = await checkBagStructure(bag, new Set(hashing.keys()), list);
    await checkFixity(bag, structure.manifests, hashing, list);
  }
  return list.findings.map(({ code, subject }) => `${code} ${subject}`);
}

describe('the conformance suite', () => {
  skipAllWithout(findMissingMaterial('data', 'bagit'));
  const bags = listBags();

  it('is whole: every bag has a verdict here, and every verdict a bag', () => {
    expect(bags.filter((bag) => bag.startsWith('v1.0/') || bag.startsWith('v0.9'))).toEqual(bags);
    expect(bags.length).toBe(60);
    expect(bags.filter((bag) => /\/(invalid|linux-only|windows-only)\//.test(bag))).toEqual(Object.keys(INVALID).toSorted());
    expect(Object.keys(REFUSED).filter((bag) => !bags.includes(bag))).toEqual([]);
  });

  it.each(bags.filter((bag) => /\/(valid|warning)\//.test(bag) && REFUSED[bag] === undefined))('passes %s', async (bag) => {
    expect(await check(bag, LENT)).toEqual([]);
  });

  it.each(Object.entries(REFUSED))('refuses %s, as said above', async (bag, reasons) => {
    expect(await check(bag, LENT)).toEqual(reasons.map((reason) => expect.stringContaining(reason) as string));
  });

  it.each(Object.entries(INVALID))('refuses %s', async (bag, reason) => {
    expect(await check(bag, LENT)).toContainEqual(expect.stringContaining(reason));
  });

  it('says by name which digests it does not compute', async () => {
    for (const bag of bags.filter((bag) => REFUSED[bag] === undefined && INVALID[bag] === undefined)) {
      const algorithms = readdirSync(join(suite ?? '', bag)).filter((name) => /manifest-(?!sha256|sha512)/.test(name));
      const found = await check(bag, buildBagHashing(nodeHashing));
      expect(found.toSorted()).toEqual(algorithms.map((name) => `manifest-invalid ${name}`).toSorted());
      expect(existsSync(join(suite ?? '', bag, 'bagit.txt'))).toBe(true);
    }
  });
});
