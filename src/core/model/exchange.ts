import type { Sha256Digest } from '../digest/digest.ts';
import type { UtcTime } from '../clock.ts';

/** Where in the capture an exchange began: `before` the click, while `seen` was kept, by our `scroll` pass, by our `print`. */
export const CAPTURE_PHASES = ['before', 'seen', 'scroll', 'print'] as const;
export type CapturePhase = (typeof CAPTURE_PHASES)[number];

/** Bytes kept in a file while the capture is under way. */
export interface SpooledBody {
  /** Absolute path; read-only once this object exists. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: Sha256Digest;
}

/**
 * Header fields in the order received, duplicates kept. Names as received.
 * Values are bytes (RFC 9110 section 5.5) held as byte strings: one character from U+0000 to U+00FF for each byte.
 */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Why the archive does not hold what an exchange or a resource should have given. Closed. */
export const COMPLETENESS_PROBLEMS = [
  'failed',
  'blocked',
  'evicted',
  'truncated',
  'from-cache-without-bytes',
  'changed-during-capture',
  'not-captured',
] as const;
export type CompletenessProblem = (typeof COMPLETENESS_PROBLEMS)[number];

/** CDP `Network.ResourceType`, verbatim (`Document`, `Image`, `Script` ...). */
export type ResourceType = string;

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  /** False when the browser gave no extra info and the list is what the renderer intended to send. */
  readonly headersComplete: boolean;
  readonly body?: SpooledBody;
}

export interface RecordedResponse {
  readonly status: number;
  readonly statusText: string;
  /** `http/1.1`, `h2`, `h3`, `data` ... as the browser names it. */
  readonly protocol: string;
  readonly headers: HeaderList;
  /** `exact`: from the HTTP/1.1 head as received. `synthesised`: rebuilt from a map (HTTP/2, HTTP/3, cache). */
  readonly head: 'exact' | 'synthesised';
  readonly mimeType: string;
  readonly remote?: { readonly ip: string; readonly port: number; readonly isProxy: boolean };
  /** Absent without TLS. */
  readonly tls?: RecordedTls;
  readonly source: 'network' | 'memory-cache' | 'disk-cache' | 'prefetch-cache' | 'service-worker';
  /** Bytes on the wire as the browser counts them (head and encoded body). */
  readonly encodedSizeBytes?: number;
  /** The entity after content decoding. Absent: none was due (HEAD, 204, 304, redirect), or see `problem`. */
  readonly body?: SpooledBody;
}

/** What the browser says of the secured connection that an answer came over. */
export interface RecordedTls {
  readonly protocol: string;
  readonly cipher?: string;
  /** Key exchange, or its group where the protocol fixes the rest. */
  readonly keyExchange?: string;
  readonly subject?: string;
  readonly issuer?: string;
  readonly subjectAlternativeNames: readonly string[];
  readonly validFrom?: UtcTime;
  readonly validTo?: UtcTime;
  /** Certificate Transparency: `compliant`, `not-compliant` or `unknown`. */
  readonly certificateTransparency?: string;
  /** Signed certificate timestamps, as the browser lists them. */
  readonly scts: readonly Readonly<Record<string, string | number>>[];
  /** False when the page was opened in spite of an invalid certificate. */
  readonly valid: boolean;
}

/** One request and what became of it. A redirect chain is one exchange per hop. */
export interface RecordedExchange {
  /** Unique within the recording. */
  readonly id: string;
  readonly phase: CapturePhase;
  readonly startedAt: UtcTime;
  readonly resourceType: ResourceType;
  /** Who asked: the page's frame, a worker ... */
  readonly frameId?: string;
  readonly loaderId?: string;
  readonly requestedBy: 'page' | 'frame' | 'worker' | 'shared-worker' | 'service-worker';
  /** CDP initiator type: parser, script, preload, preflight ... */
  readonly initiator: string;
  readonly request: RecordedRequest;
  readonly response?: RecordedResponse;
  /** For a hop of a redirect chain: where it led. */
  readonly redirectedTo?: string;
  /** Of a 304 on the wire: digest of the stored bytes with which the browser went on. */
  readonly confirmedSha256?: Sha256Digest;
  readonly problem?: {
    readonly kind: CompletenessProblem;
    readonly detail: string;
    /** Only when `truncated`: by a limit of ours, by the end of the recording, or by either end of the connection (WARC 1.1 section 5.13). */
    readonly truncatedBy?: 'length' | 'time' | 'disconnect' | 'unspecified';
  };
}
