/**
 * The closed list of custody events (docs/formats/custody-log.md). Frozen: a new event is a new entry format version.
 */
export const VAULT_EVENT_TYPES = [
  'vault.opened',
  'vault.restored',
  'vault.moved',
  'operator.added',
  'key.created',
  'key.rotated',
  'key.revoked',
  'setting.changed',
  'tool.changed',
  'case.opened',
  'case.closed',
  'case.erased',
] as const;

export const CASE_EVENT_TYPES = [
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
  'exhibit.viewed',
  'note.added',
  'statement.made',
  'statement.withdrawn',
  'exhibit.identified',
  'link.made',
  'link.undone',
  'derivative.made',
  'exhibit.rechecked',
  'package.exported',
  'package.sealed',
  'package.failed',
  'package.received',
  'receipt.recorded',
  'segment.joined',
  'verification.run',
  'hold.set',
  'retention.reviewed',
  'exhibit.erased',
  'notice.sent',
] as const;

export type VaultEventType = (typeof VAULT_EVENT_TYPES)[number];
export type CaseEventType = (typeof CASE_EVENT_TYPES)[number];

/** Every started capture ends with exactly one of these. */
export const CAPTURE_END_TYPES = ['capture.sealed', 'capture.failed', 'capture.cancelled', 'capture.interrupted'] as const;
export type CaptureEndType = (typeof CAPTURE_END_TYPES)[number];

/** True for what ends an exhibit: the end of a capture, or the one entry of a received file, which is its start too. */
export function isExhibitEnd(type: CaseEventType | VaultEventType): boolean {
  return type === 'file.added' || CAPTURE_END_TYPES.some((end) => end === type);
}
