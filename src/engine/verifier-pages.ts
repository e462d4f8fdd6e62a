import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256DigestOf } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import { readViewerRelease, type KnownViewer } from '../core/package/verify-package.ts';
import { verifierReleasesSchema } from '../core/package/viewer-releases.ts';
import { nodeCryptography } from '../platform/cryptography.ts';

// The pages for receivers, as they were built with this installation (scripts/verifier/build-verifier.ts).
const PROJECT_ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = join(PROJECT_ROOT, 'out', 'verifier');
const RELEASES = join(PROJECT_ROOT, 'resources', 'verifier-releases.json');

/** A page as it goes into packages. */
export interface ViewerPage extends KnownViewer {
  readonly bytes: Uint8Array;
}

/**
 * START-HERE.html, which lies in every package. Throws `program-fault` when it was not built, or calls itself by a release whose published bytes
 * are others: neither may get into a package.
 */
export function readStartHere(): ViewerPage {
  const page = describePage(readPage('START-HERE.html'));
  const published = readReleases().find((known) => known.release === page.release);
  if (published !== undefined && published.startHere !== page.sha256)
    throw new PugmarkError('program-fault', `START-HERE.html is not that of release ${page.release}: install the program again`);
  return page;
}

function describePage(bytes: Uint8Array): ViewerPage {
  return { bytes, release: readViewerRelease(bytes) ?? '', sha256: sha256DigestOf(nodeCryptography.hashing.sha256(bytes)) };
}

/** OPEN.html, which lies beside encrypted packages. Throws `program-fault` when it was not built. */
export function readOpenPage(): Uint8Array {
  return readPage('OPEN.html');
}

/** Every START-HERE.html that this installation knows: the published ones, and the one that it puts into packages itself. */
export function readKnownViewers(): readonly KnownViewer[] {
  const published = readReleases().map(({ release, startHere }): KnownViewer => ({ release, sha256: startHere }));
  if (!existsSync(join(FOLDER, 'START-HERE.html'))) return published;
  const { release, sha256 } = describePage(readPage('START-HERE.html'));
  return published.some((known) => known.release === release) ? published : [...published, { release, sha256 }];
}

function readPage(name: string): Uint8Array {
  const path = join(FOLDER, name);
  if (existsSync(path)) return new Uint8Array(readFileSync(path));
  throw new PugmarkError('program-fault', `${name} was not built with this installation: run "npm run setup"`);
}

function readReleases() {
  return verifierReleasesSchema.parse(JSON.parse(readFileSync(RELEASES, 'utf8'))).releases;
}
