/**
 * One error base with closed sets of codes.
 *
 * Findings (a failed check, an incomplete capture) are data, not errors. An error means: the act could not be done.
 */

/** Everything that may be attached to an error and shown or logged: JSON-safe, no bytes, no secrets. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** All codes of all modules. Closed: the UI translates them, the CLI maps them to exit codes. */
export type ErrorCode = UsageErrorCode | CaptureErrorCode | VaultErrorCode | EnvironmentErrorCode | FormatErrorCode | ProgramErrorCode;

/** The caller asked for something that cannot be: exit code 2. */
export type UsageErrorCode =
  | 'usage'
  /** The window asked the engine for something that the contract does not know, or in a form that it does not take. */
  | 'call-refused'
  | 'url-malformed'
  | 'url-scheme-refused'
  | 'case-unknown'
  | 'case-exists'
  | 'case-closed'
  /** The case is on hold: nothing of it is erased. */
  | 'case-held'
  | 'exhibit-unknown'
  | 'artifact-unknown'
  /** A statement that breaks a rule of statements; `details.rule` says which. */
  | 'statement-refused'
  /** Nobody has said yet why the exhibits of this case are looked at. */
  | 'reason-missing'
  | 'practice-host-required'
  | 'practice-page-refused'
  | 'passphrase-missing'
  | 'passphrase-wrong'
  | 'vault-missing'
  | 'vault-exists'
  | 'vault-foreign'
  | 'vault-newer'
  /** The app has not opened its vault: its passphrase is asked for, or it has none yet. */
  | 'vault-closed'
  /** What was asked for would end captures or other work that has not ended. */
  | 'work-under-way'
  | 'input-unreadable'
  /** Not a package at all: neither a ZIP file nor a folder with a bag in it. */
  | 'package-unreadable'
  /** An encrypted package, and no key or passphrase that opens it. */
  | 'package-locked'
  | 'profile-unknown'
  /** An answer for the forms of a package is missing, unknown or not of its kind; `details` say which and why. */
  | 'answers-refused'
  /** A mask that cannot be put on what it is for; `details.reason` says why, `details.mask` which one, counted from 1. */
  | 'mask-refused';

/** A page could not be captured at all (no document): exit code 1. */
export type CaptureErrorCode =
  | 'dns-failed'
  | 'connection-failed'
  | 'tls-failed'
  | 'redirect-loop'
  | 'navigation-failed'
  | 'navigation-timeout'
  | 'no-document'
  | 'page-closed'
  | 'renderer-crashed'
  | 'browser-lost'
  /** The page or the browser did not answer one request of ours within its time. */
  | 'deadline-passed'
  | 'cancelled';

/** The vault contradicts itself: exit code 1. */
export type VaultErrorCode = 'vault-corrupt' | 'object-missing' | 'object-changed' | 'log-inconsistent';

/** The machine does not give what is needed: exit code 4. */
export type EnvironmentErrorCode =
  | 'browser-missing'
  | 'browser-launch-failed'
  | 'display-missing'
  /** The connection to the engine ended while it was asked. */
  | 'engine-lost'
  /** More was asked of the engine at once than it takes. */
  | 'engine-busy'
  | 'vault-locked'
  /** A smart card or its module does not do what it is asked for. */
  | 'device-failed'
  /** The system has no store for keys that protects them, or this one is not the one that was used. */
  | 'key-store-unavailable'
  /** The tool itself sends nothing there: switched off, not this machine, or past a proxy. */
  | 'outbound-refused'
  /** The tool's own request got no usable answer: network, proxy, time, size. */
  | 'outbound-failed'
  | 'disk-full'
  | 'io-failed';

/** Bytes do not have the form that a specification of ours or of others asks for. */
export type FormatErrorCode =
  | 'json-not-canonical'
  | 'json-invalid'
  | 'note-invalid'
  | 'dsse-invalid'
  | 'record-invalid'
  | 'proof-invalid'
  | 'key-invalid'
  | 'sealed-object-invalid'
  /** No receipt for a package of this case by a registered key, or one that was recorded before; `details.reason` says which. */
  | 'receipt-refused'
  /** What would go out in a package without personal data holds some; nothing was written. */
  | 'personal-data-found'
  | 'png-invalid'
  /** A PNG in a form that is not decoded here: nothing is said of it. */
  | 'png-not-decoded';

/** A fault of ours, told as such instead of being blamed on a page or a machine: exit code 1. */
export type ProgramErrorCode = 'program-fault';

/**
 * The only error class that our code throws on purpose.
 * `message` is one line in English: what, which file or URL, what to do.
 */
export class PugmarkError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: { readonly details?: ErrorDetails; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PugmarkError';
    this.code = code;
    this.details = options.details ?? {};
  }

  /** JSON-safe form for logs and for crossing a process boundary. The cause stays behind. */
  toJSON(): { readonly code: ErrorCode; readonly message: string; readonly details: ErrorDetails } {
    return { code: this.code, message: this.message, details: this.details };
  }
}

/** True when `error` is ours and, if given, has this code. */
export function isPugmarkError(error: unknown, code?: ErrorCode): error is PugmarkError {
  return error instanceof PugmarkError && (code === undefined || error.code === code);
}

/** For the end of an exhaustive switch: fails to compile when a case is missing, throws when data lied about its type. */
export function assertNever(value: never): never {
  throw new PugmarkError('record-invalid', `Unexpected value ${JSON.stringify(value)}`);
}
