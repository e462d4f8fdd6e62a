import type { CustodyEntry } from '../custody/entry.ts';
import type { Sha256Digest } from '../digest/digest.ts';
import type { LogDisclosure } from './package-log.ts';

/**
 * Entries that a log shows to those who see redacted copies alone. Closed: what is not here (notes, statements, looks at exhibits, receipts ...) names
 * or digests things that they must not see, and is withheld. These say what was done with an exhibit and when, and hold the log together.
 */
const SHOWN: ReadonlySet<CustodyEntry['type']> = new Set([
  'session.started',
  'session.ended',
  'clock.checked',
  'capture.started',
  'capture.sealed',
  'capture.failed',
  'capture.cancelled',
  'capture.interrupted',
  'file.added',
  'checkpoint.timestamped',
  'exhibit.erased',
  'package.exported',
  'package.sealed',
  'package.failed',
  'segment.joined',
  'key.rotated',
]);

/** True for an entry that a log with redacted copies shows whatever the copies are. */
export function isShownInDisclosure({ type }: Pick<CustodyEntry, 'type'>): boolean {
  return SHOWN.has(type);
}

/**
 * What a package of the profile `disclosure` shows of its log: of derivatives those that are in it; the addresses that were asked for only on request, for
 * they may hold names. Its own recipient and purpose stand in the seal as well.
 */
export function discloseLog(chosen: { readonly redactions: ReadonlySet<Sha256Digest>; readonly addresses: boolean }): LogDisclosure {
  return {
    isShown: (entry) =>
      isShownInDisclosure(entry) || (entry.type === 'derivative.made' && entry.digest !== undefined && chosen.redactions.has(entry.digest)),
    isTextShown: ({ type }, name) => type === 'package.exported' || (chosen.addresses && name === 'address'),
  };
}
