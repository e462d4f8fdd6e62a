import type { Sha256Digest } from '../../digest/digest.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import { PROFILE_RULES } from '../profiles.ts';
import { isBareSeal, type AnySeal } from '../seal-statement.ts';
import { readHeld, type CheckedBag } from './checked-bag.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** START-HERE.html of a release. */
export interface KnownViewer {
  readonly release: string;
  readonly sha256: Sha256Digest;
}

const MAX_VIEWER_BYTES = 8 * 1024 * 1024;
const HEAD_BYTES = 1024;
/** Stands in the head of the file. */
const RELEASE = /<meta name="pugmark-release" content="([0-9A-Za-z.+-]{1,40})">/;

/** The release that a page says it is of; undefined for what is no such page. */
export function readViewerRelease(page: Uint8Array): string | undefined {
  return RELEASE.exec(new TextDecoder().decode(page.subarray(0, HEAD_BYTES)))?.[1];
}

/**
 * Step 5, viewer (package.md, "START-HERE.html"): whoever seals a package can put a page of their own there, which says of this package whatever
 * they like. A page that says it is of a release that the checker knows, and is not, is a forgery; of other releases nothing is known.
 */
export async function checkViewer(
  collector: VerdictCollector,
  bag: CheckedBag,
  seal: AnySeal,
  known: readonly KnownViewer[],
): Promise<void> {
  const path = PACKAGE_PATHS.viewer;
  const file = bag.files.get(path);
  if (file === undefined) return;
  if (isBareSeal(seal) || !PROFILE_RULES[seal.profile].parts.includes('viewer'))
    collector.finding('layout-unknown-file', path, `Packages of the profile ${seal.profile} have no viewer`);
  if (known.some(({ sha256 }) => sha256 === file.sha256)) return;
  let release: string | undefined;
  try {
    release = readViewerRelease(await readHeld(bag, path, MAX_VIEWER_BYTES));
  } catch (error) {
    collector.finding('viewer-forged', path, messageOf(error));
    return;
  }
  if (release === undefined) collector.finding('viewer-forged', path, 'It is the START-HERE.html of no release');
  else if (known.some((viewer) => viewer.release === release))
    collector.finding('viewer-forged', path, `It says that it is of release ${release}, and its bytes are others: do not use it`);
  else
    collector.note(
      'integrity',
      'viewer-unknown',
      path,
      `It says that it is of release ${release}, which is not known here: use a copy that you got from elsewhere`,
    );
}
