import type { UtcTime } from '../clock.ts';

/** What tokens are over: a checkpoint note with exactly our signature, the leaf bytes of `session.started`, or `seal/seal.dsse.json` of a package. */
export type TokenSubject = 'checkpoint' | 'session' | 'seal';

/** A time stamp that was asked for. */
export interface StoredToken {
  readonly subject: TokenSubject;
  /** The very bytes that are stamped. */
  readonly subjectBytes: Uint8Array;
  /** Id of the authority. */
  readonly authority: string;
  readonly state: 'pending' | 'granted' | 'refused';
  /** DER of the TimeStampReq. */
  readonly request: Uint8Array;
  /** DER of the TimeStampResp. Present when granted; of a refusal, what the authority sent. */
  readonly response?: Uint8Array;
  /** Present when granted. */
  readonly genTime?: UtcTime;
}

/** What a case keeps of time stamps. */
export interface TokenReader {
  /** Oldest first. */
  listTokens(): readonly StoredToken[];
}
