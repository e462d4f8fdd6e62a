import { assertNever, type ErrorCode } from '../core/errors.ts';

/** Exit codes of every command (docs/cli.md). */
export const EXIT = { done: 0, failed: 1, usage: 2, cancelled: 3, environment: 4 } as const;

/** The exit code that an error ends the command with. */
export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'usage':
    case 'call-refused':
    case 'url-malformed':
    case 'url-scheme-refused':
    case 'case-unknown':
    case 'case-exists':
    case 'case-closed':
    case 'case-held':
    case 'exhibit-unknown':
    case 'artifact-unknown':
    case 'statement-refused':
    case 'mask-refused':
    case 'reason-missing':
    case 'practice-host-required':
    case 'practice-page-refused':
    case 'passphrase-missing':
    case 'passphrase-wrong':
    case 'vault-missing':
    case 'vault-exists':
    case 'vault-foreign':
    case 'vault-newer':
    case 'vault-closed':
    case 'work-under-way':
    case 'input-unreadable':
    case 'package-unreadable':
    case 'package-locked':
    case 'profile-unknown':
    case 'answers-refused':
      return EXIT.usage;
    case 'cancelled':
      return EXIT.cancelled;
    case 'browser-missing':
    case 'browser-launch-failed':
    case 'display-missing':
    case 'engine-lost':
    case 'engine-busy':
    case 'vault-locked':
    case 'device-failed':
    case 'key-store-unavailable':
    case 'outbound-refused':
    case 'outbound-failed':
    case 'disk-full':
    case 'io-failed':
      return EXIT.environment;
    case 'dns-failed':
    case 'connection-failed':
    case 'tls-failed':
    case 'redirect-loop':
    case 'navigation-failed':
    case 'navigation-timeout':
    case 'no-document':
    case 'page-closed':
    case 'renderer-crashed':
    case 'browser-lost':
    case 'deadline-passed':
    case 'vault-corrupt':
    case 'object-missing':
    case 'object-changed':
    case 'log-inconsistent':
    case 'json-not-canonical':
    case 'json-invalid':
    case 'note-invalid':
    case 'dsse-invalid':
    case 'record-invalid':
    case 'proof-invalid':
    case 'key-invalid':
    case 'sealed-object-invalid':
    case 'png-invalid':
    case 'png-not-decoded':
    case 'receipt-refused':
    case 'personal-data-found':
    case 'program-fault':
      return EXIT.failed;
    default:
      return assertNever(code);
  }
}
