import type { UtcTime } from './clock.ts';
import type { Sha256Digest } from './digest/digest.ts';
import type { Uuid } from './ids.ts';

/** What tokens of time-stamping authorities (RFC 3161) are asked for and kept over. */
export const TOKEN_SUBJECTS = ['checkpoint', 'session', 'seal'] as const;
export type TokenSubjectKind = (typeof TOKEN_SUBJECTS)[number];

/**
 * A subject by its SHA-256. Its bytes are: of a `checkpoint` the note with our signature alone, as a file; of a `session` the leaf
 * bytes of `session.started`; of a `seal` the file `seal/seal.dsse.json`.
 */
export interface TokenSubject {
  readonly kind: TokenSubjectKind;
  /** Checkpoint: `<origin>/<size>`; session: its UUID; seal: UUID of the package. */
  readonly ref: string;
  readonly sha256: Sha256Digest;
}

/**
 * `pending`: asked for and not answered; `granted`: there, and it verified when it came; `refused`: answered by something that is no valid token, kept and
 * never counted.
 */
export type TokenState = 'pending' | 'granted' | 'refused';

/** One request to one authority, and what came of it. */
export interface StoredToken {
  readonly id: Uuid;
  readonly subject: TokenSubjectKind;
  readonly ref: string;
  /** Id of the authority: `[a-z0-9-]{1,32}`. */
  readonly authority: string;
  readonly state: TokenState;
  /** DER of the TimeStampReq, as it was sent. */
  readonly request: Uint8Array;
  /** DER of the TimeStampResp, as it came; absent while pending. */
  readonly response?: Uint8Array;
  /** Of a granted one. */
  readonly genTime?: UtcTime;
  readonly createdAt: UtcTime;
}

/** What a granted token says of its subject. */
export interface GrantedToken {
  /** SHA-256 of the response as kept: of the `.tsr` file in a package. */
  readonly digest: Sha256Digest;
  readonly authority: string;
  readonly genTime: UtcTime;
}

/** Whether an authority has confirmed that something existed. `none`: nothing to confirm, or practice, which asks nobody. */
export type TimeState = 'none' | 'pending' | 'confirmed';

/** The upper bound of an exhibit, or of a case's log as it is now. */
export interface TimeStanding {
  readonly state: TimeState;
  /** Over the first checkpoint that covers it, earliest first. */
  readonly tokens: readonly GrantedToken[];
}

/** A new request for a token, before it is sent. */
export type TokenRequest = Pick<StoredToken, 'subject' | 'ref' | 'authority' | 'request'>;

/** Where tokens of one case are asked for. */
export interface TokenDesk {
  /**
   * Asks every authority of the vault that is enabled for a token over the subject, and waits for at most `withinMs`. What has not come by then
   * stays pending and is asked for again later. Gives all rows of the subject, in whatever state; none in a practice case, or where no authority is
   * named. Never throws because of an authority or the network; as `CaseStore.addToken`.
   */
  requestTokens(
    subject: TokenSubject,
    options: { readonly withinMs: number; readonly signal?: AbortSignal },
  ): Promise<readonly StoredToken[]>;
}
