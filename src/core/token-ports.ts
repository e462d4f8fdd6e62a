import type { UtcTime } from './clock.ts';
import type { Sha256Digest } from './digest/digest.ts';
import type { ExhibitNumber, Uuid } from './ids.ts';
import type { StoredToken, TokenSubject } from './timestamp/stored-token.ts';

/** What a token is to be over, by its SHA-256. */
export interface TokenTarget {
  readonly subject: TokenSubject;
  /** Checkpoint: `<origin>/<size>`; session: its UUID; seal: UUID of the package. */
  readonly ref: string;
  readonly sha256: Sha256Digest;
}

/**
 * One request to one authority, and what came of it. `pending`: asked for and not answered; `granted`: there, and it verified when it came;
 * `refused`: answered by something that is no valid token, kept and never counted.
 */
export interface TokenRow extends Omit<StoredToken, 'subjectBytes'> {
  readonly id: Uuid;
  /** As in {@link TokenTarget}. */
  readonly ref: string;
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

/** Of what the time is asked: of an exhibit, or of the whole log. */
export interface TimeQuestion {
  readonly exhibit?: ExhibitNumber;
  /** By tokens of this authority alone. */
  readonly authority?: string;
  /** Of the whole log: also what is no act to be confirmed otherwise (starts and ends of sessions, checks of the clock, looks at exhibits). */
  readonly everything?: boolean;
}

/** The upper bound of an exhibit, or of a case's log as it is now. */
export interface TimeStanding {
  readonly state: TimeState;
  /** Over the first checkpoint that covers it, earliest first. */
  readonly tokens: readonly GrantedToken[];
}

/** A new request for a token, before it is sent. */
export type TokenRequest = Pick<TokenRow, 'subject' | 'ref' | 'authority' | 'request'>;

/** What a case says of its times, to whoever may read it. */
export interface CaseTimes {
  /** Every request to a time-stamping authority, in the order of asking. */
  listTokenRows(): readonly TokenRow[];
  /** What a request is over, when the case knows it (of a seal: once its package is sealed). */
  findTokenTarget(id: Uuid): TokenTarget | undefined;
  /** Upper bound of an exhibit, or of what the log tells. `none`: practice, an exhibit without an end, a log without an act. */
  findTime(of?: TimeQuestion): TimeStanding;
  /** Granted tokens over `session.started` of a session, earliest first: its lower bound. */
  listSessionTokens(session: Uuid): readonly GrantedToken[];
}

/** Requests and tokens of a case that is open for writing. */
export interface TokenKeeping {
  /** Keeps a request before it is sent, as `pending`. Throws `disk-full`, `io-failed`; `usage` in a practice case. */
  addToken(request: TokenRequest): TokenRow;
  /**
   * Ends a pending request. Granted (it was verified): together with `checkpoint.timestamped`, whose digest is that of the response, then a checkpoint is
   * signed. Refused: the answer is kept, the log says nothing. Throws `usage` when it is not pending, `disk-full`, `io-failed`.
   */
  settleToken(
    id: Uuid,
    end:
      | { readonly state: 'granted'; readonly response: Uint8Array; readonly genTime: UtcTime; readonly subjectSha256: Sha256Digest }
      | { readonly state: 'refused'; readonly response: Uint8Array },
  ): TokenRow;
}

/** Where tokens of one case are asked for. */
export interface TokenDesk {
  /**
   * Stamps now what the case has to be stamped, and waits for at most `withinMs`; not for an authority that has just failed. Throws as `requestTokens`.
   */
  stamp(options: { readonly withinMs: number; readonly signal?: AbortSignal }): Promise<void>;
  /**
   * Asks every authority of the vault that is enabled for a token over the target, and waits for at most `withinMs`. What has not come by then
   * stays pending and is asked for again later. Gives all rows of it, in whatever state; none in a practice case, or where no authority is
   * named. Never throws because of an authority or the network; as `CaseStore.addToken`.
   */
  requestTokens(target: TokenTarget, options: { readonly withinMs: number; readonly signal?: AbortSignal }): Promise<readonly TokenRow[]>;
}
