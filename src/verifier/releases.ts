import type { KnownViewer } from '../core/package/verify-package.ts';

// Put in by the build (scripts/start/build-verifier.ts): a file cannot hold its own digest, so those of other releases only.
declare const PUGMARK_RELEASE: string;
declare const PUGMARK_VIEWERS: readonly KnownViewer[];

/** Pages of other releases, known when this one was made. */
export const KNOWN_VIEWERS: readonly KnownViewer[] = PUGMARK_VIEWERS;

/** The release that this page is of, as it stands in its own head. */
export function ownRelease(): string {
  return PUGMARK_RELEASE;
}
