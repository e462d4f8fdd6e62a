import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isNewer } from '../start/build-app.ts';
import { withLock } from '../setup/folder-lock.mjs';
import { say } from '../setup/say.mjs';
import { PAGE_NAMES, type PageName } from './pages.ts';
import { readOwnRelease, readReleases, type KnownPage } from './releases.ts';

/** Where the pages are that go into packages. */
const VERIFIER_FOLDER = join('out', 'verifier');
/** What they are made of. */
const SOURCES = [
  'src/core',
  'src/verifier',
  'src/renderer/theme/tokens.css',
  'resources/locales',
  'resources/report',
  'resources/verifier-releases.json',
  'scripts/verifier',
  'package.json',
  'package-lock.json',
];

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

/** Builds the pages where they are missing or older than their sources. */
export async function ensureVerifier(root: string): Promise<void> {
  const isFresh = (): boolean => PAGE_NAMES.every((name) => isNewer(root, join(VERIFIER_FOLDER, name), SOURCES));
  if (isFresh()) return;
  await withLock(join(root, '.setup.lock-verifier'), {
    onWait: () => say('Waiting for another command that is building the pages for receivers ...'),
    act: async () => {
      // Built by who was first.
      if (!isFresh()) await writePages(root);
    },
  });
}

/** Builds the pages into their folder. Beside, then renamed: a build that was cut short goes into no package. */
async function writePages(root: string): Promise<void> {
  const folder = join(root, VERIFIER_FOLDER);
  const beside = `${folder}.building`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { recursive: true });
  for (const { name, bytes } of await buildPages(root)) writeFileSync(join(beside, name), bytes);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  renameSync(beside, folder);
}

if (import.meta.main) await ensureVerifier(dirname(dirname(import.meta.dirname)));
