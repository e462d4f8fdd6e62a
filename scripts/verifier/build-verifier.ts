import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE_NAMES, type PageName } from './bundle-pages.ts';
import { readOwnRelease, readReleases, type KnownPage } from './releases.ts';

/** Where the pages are that go into packages. */
export const VERIFIER_FOLDER = join('out', 'verifier');

/** A page as it goes into packages, and the release that it may call itself. */
export interface BuiltPage {
  readonly name: PageName;
  readonly bytes: Uint8Array;
  readonly release: string;
  /** SHA-256 as that of this release; that of `bytes` only when it is the published one. */
  readonly sha256OfRelease: string;
}

/**
 * Builds the pages. One whose bytes are not those that were published for this release does not call itself that release: what is made while
 * something is changed must not pass for it.
 */
export async function buildPages(root: string): Promise<readonly BuiltPage[]> {
  const { bundlePage } = await import('./bundle-pages.ts');
  const own = readOwnRelease(root);
  const releases = readReleases(root);
  const others = releases
    .filter(({ release }) => release !== own)
    .map(({ release, startHere }): KnownPage => ({ release, sha256: startHere }));
  const published = releases.find(({ release }) => release === own);
  return await Promise.all(
    PAGE_NAMES.map(async (name) => {
      const bundle = await bundlePage(root, name, others);
      const bytes = bundle.asRelease(own);
      const sha256OfRelease = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
      const known = name === 'START-HERE.html' ? published?.startHere : published?.open;
      if (known === sha256OfRelease) return { name, bytes, release: own, sha256OfRelease };
      const release = `${own}+unpublished`;
      return { name, bytes: bundle.asRelease(release), release, sha256OfRelease };
    }),
  );
}

/** Builds the pages into their folder. Beside, then renamed: a build that was cut short goes into no package. */
export async function writePages(root: string): Promise<void> {
  const folder = join(root, VERIFIER_FOLDER);
  const beside = `${folder}.building`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { recursive: true });
  for (const { name, bytes } of await buildPages(root)) writeFileSync(join(beside, name), bytes);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  renameSync(beside, folder);
}
