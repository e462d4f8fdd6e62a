import type { UtcTime } from './clock.ts';

/** What the tool itself sends something for. Closed. */
export type OutboundPurpose = 'timestamp' | 'clock';

/** One HTTP exchange of the tool itself. */
export interface OutboundRequest {
  readonly purpose: OutboundPurpose;
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** `http:` or `https:`, no name or password in it. */
  readonly url: string;
  readonly body?: { readonly mediaType: string; readonly bytes: Uint8Array };
  /** Media type that is wanted. */
  readonly accept?: string;
  /** The proxy of the case, as browsers take it. Everything goes through it, names are resolved behind it; where it fails nothing is sent. */
  readonly proxy?: string;
  /** For all of it. */
  readonly timeoutMs: number;
  /** Of the answer's body; a longer one is an error. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export interface OutboundAnswer {
  /** Redirects are not followed: they are answers. */
  readonly status: number;
  /** Lower-case, without parameters. */
  readonly mediaType?: string;
  /** The header `Date`, verbatim. */
  readonly date?: string;
  readonly body: Uint8Array;
  /** Wall clock of this machine when the head of the answer was there. */
  readonly headAt: UtcTime;
  /** From the last byte sent to the head of the answer, milliseconds. */
  readonly waitedMs: number;
}

/** One SNTP question (RFC 4330): four times in milliseconds of the Unix epoch, by whose clock. */
export interface SntpAnswer {
  /** Station: question sent. */
  readonly originMs: number;
  /** Server: question received. */
  readonly receiveMs: number;
  /** Server: answer sent. */
  readonly transmitMs: number;
  /** Station: answer received. */
  readonly destinationMs: number;
  readonly stratum: number;
}

/**
 * The only way out for the tool's own traffic; pages go through the evidence browser. No cookies, no redirects, bounded in time and size, each
 * exchange logged. All throw `outbound-refused` (this station sends nothing there), `outbound-failed` (it was tried), `cancelled`.
 */
export interface Outbound {
  request(request: OutboundRequest): Promise<OutboundAnswer>;
  /** One UDP packet to `host:port`. Refused when a proxy is in force: UDP would go past it. */
  askTime(question: {
    readonly server: string;
    readonly proxy?: string;
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
  }): Promise<SntpAnswer>;
}
