import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { verifierReleasesSchema, type VerifierReleases } from '../../src/core/package/viewer-releases.ts';

/** A page of a release. */
export interface KnownPage {
  readonly release: string;
  readonly sha256: string;
}

export const RELEASES_FILE = join('resources', 'verifier-releases.json');

/** What was published so far. */
export function readReleases(root: string): VerifierReleases['releases'] {
  return verifierReleasesSchema.parse(JSON.parse(readFileSync(join(root, RELEASES_FILE), 'utf8'))).releases;
}

/** The release that this checkout is of. */
export function readOwnRelease(root: string): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version;
}
