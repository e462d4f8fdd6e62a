import type { CertificateCryptography } from '../cryptography-ports.ts';
import type { UtcTime } from '../clock.ts';
import type { Sha256Digest } from '../digest/digest.ts';

/** Hash functions that we ask authorities to stamp, and accept in a message imprint. */
export type ImprintHash = 'sha256' | 'sha512';

/** PKIStatus (RFC 3161 section 2.4.2). */
export type TimestampStatus = 'granted' | 'granted-with-mods' | 'rejection' | 'waiting' | 'revocation-warning' | 'revocation-notification';

/** What a verification may find wrong, in the order of its steps. Closed: the UI and the verdict translate them. */
export const TIMESTAMP_FINDING_CODES = [
  /** Not a TimeStampResp, or one beyond the bounds that we read. */
  'response-malformed',
  /** What lies beside it as its request is no TimeStampReq. */
  'request-malformed',
  /** Status other than granted or grantedWithMods. */
  'status-not-granted',
  /** The signed content is not a TSTInfo (id-ct-TSTInfo), or a malformed one. */
  'content-wrong',
  /** Imprint made with a hash that is not accepted, or another than that of the request. */
  'imprint-algorithm-wrong',
  /** The token is over other bytes. */
  'imprint-wrong',
  /** The nonce of the request does not come back. */
  'nonce-wrong',
  /** Not the policy of the request, or none of those that are accepted. */
  'policy-wrong',
  /** Content type or message digest of the signed attributes: missing, twice, or not that of the TSTInfo. */
  'signed-attributes-wrong',
  /** The certificate that signed is neither in the token nor beside it. */
  'signer-missing',
  /** Not one of the algorithms that are accepted (SHA-1, short keys). */
  'algorithm-refused',
  'signature-wrong',
  /** ESSCertID or ESSCertIDv2 is missing, or names another certificate than the one that signed. */
  'signer-identifier-wrong',
  /** Extended key usage of the signer: not critical, or not time stamping alone. */
  'signer-purpose-wrong',
  /** No path from the signer to any of the given roots. */
  'root-unknown',
  /** There is a path, and a certificate on it may not stand where it does, or its signature is wrong. */
  'chain-wrong',
  /** A certificate of the path was not valid at genTime. */
  'not-valid-at-time',
  /** A certificate of the path was revoked before genTime, or revocation data is not what it says. */
  'revoked',
  'revocation-data-wrong',
] as const;

export type TimestampFindingCode = (typeof TIMESTAMP_FINDING_CODES)[number];

/** What a reader should know of a token that is not wrong. */
export const TIMESTAMP_NOTE_CODES = [
  /** Nothing says whether the certificates were revoked. */
  'revocation-not-given',
  /** The authority does not say how exact its clock is; the bracket takes genTime as exact. */
  'accuracy-not-given',
  /** There was no request to compare nonce and policy with. */
  'request-not-given',
] as const;

export type TimestampNoteCode = (typeof TIMESTAMP_NOTE_CODES)[number];

export interface TimestampFinding {
  readonly code: TimestampFindingCode;
  /** One line in English. */
  readonly message: string;
}

export interface TimestampNote {
  readonly code: TimestampNoteCode;
  readonly message: string;
}

/** What may be said of one token. It holds when `findings` is empty; what else is here is then shown, else only claimed by the response. */
export interface TimestampReport {
  /** In the order of the steps. Later steps are left out where an earlier finding leaves them nothing to look at. */
  readonly findings: readonly TimestampFinding[];
  readonly notes: readonly TimestampNote[];
  readonly genTime?: UtcTime;
  /** How far the true time may lie from genTime on either side, in milliseconds rounded up. Absent: the authority does not say. */
  readonly accuracyMs?: number;
  /** genTime less the accuracy: the token was made not before this, and so what names its digest. */
  readonly earliest?: UtcTime;
  /** genTime and the accuracy: the subject existed not after this. */
  readonly latest?: UtcTime;
  /** Object identifier, dotted. */
  readonly policy?: string;
  /** Subject of the certificate that signed, one line. */
  readonly authorityName?: string;
  /** Serial number of the token, lower-case hex. */
  readonly serial?: string;
  /** SHA-256 of the root's certificate (DER) that the path ends at. */
  readonly rootSha256?: Sha256Digest;
}

/** What a verification needs of its surroundings. */
export interface TimestampPorts {
  readonly certificates: CertificateCryptography;
}

/** The bytes that were stamped, or their digests where they are not at hand (or large). */
export type TimestampSubject = Uint8Array | { readonly sha256: Uint8Array; readonly sha512?: Uint8Array };

export interface TimestampToVerify {
  readonly subject: TimestampSubject;
  /** DER of the TimeStampReq: nonce, policy and hash are then compared. */
  readonly request?: Uint8Array;
  /** DER of the TimeStampResp. */
  readonly response: Uint8Array;
  /** DER certificates that are trusted. Their own validity and signature are looked at as those of every other certificate but for SHA-1. */
  readonly roots: readonly Uint8Array[];
  /** More DER certificates to build the path with, trusted for nothing: what lies beside the token. */
  readonly certificates?: readonly Uint8Array[];
  /** DER of CRLs and OCSP responses that lie beside the token. */
  readonly revocation?: readonly Uint8Array[];
  /** Policies (dotted) of which the token must name one. */
  readonly policies?: readonly string[];
}

/** What a response says of itself; nothing of it is verified. */
export interface ReadTimestampResponse {
  readonly status: TimestampStatus;
  /** What the authority says in words. */
  readonly statusText?: string;
  /** Bits of PKIFailureInfo by name, e.g. `badAlg`, `timeNotAvailable`. */
  readonly failures: readonly string[];
  readonly genTime?: UtcTime;
  /** genTime less and plus the accuracy, as in {@link TimestampReport}. */
  readonly earliest?: UtcTime;
  readonly latest?: UtcTime;
  /** Lower-case hex. */
  readonly serial?: string;
  readonly policy?: string;
  /** Content bytes of the INTEGER. */
  readonly nonce?: Uint8Array;
  /** Undefined also when the imprint is made with a hash that we do not accept. */
  readonly hash?: ImprintHash;
  readonly imprint?: Uint8Array;
  /** DER of the certificates in the token, as they lie there. */
  readonly certificates: readonly Uint8Array[];
}
