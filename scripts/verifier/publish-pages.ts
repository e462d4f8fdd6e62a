import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildPages } from './build-verifier.ts';
import { readOwnRelease, readReleases, RELEASES_FILE } from './releases.ts';

// Writes down the digests of the pages of this release: the last act before a release, when nothing that they are made of changes any more.
const root = dirname(dirname(import.meta.dirname));
const release = readOwnRelease(root);
const built = new Map((await buildPages(root)).map(({ name, sha256OfRelease }) => [name, sha256OfRelease]));
const others = readReleases(root).filter((known) => known.release !== release);
const releases = [...others, { release, startHere: built.get('START-HERE.html'), open: built.get('OPEN.html') }];
writeFileSync(join(root, RELEASES_FILE), `${JSON.stringify({ format: 'verifier-releases/v1', releases }, undefined, 2)}\n`);
process.stdout.write(
  `Release ${release}\nSTART-HERE.html  ${built.get('START-HERE.html') ?? ''}\nOPEN.html        ${built.get('OPEN.html') ?? ''}\n`,
);
