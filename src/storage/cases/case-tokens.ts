import { sha256DigestOf } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { Uuid } from '../../core/ids.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import type { CaseStore, Checkpoint } from '../../core/ports.ts';
import { authorityIdSchema } from '../../core/timestamp/authority.ts';
import type { TokenRequest, TokenRow } from '../../core/token-ports.ts';
import type { Database } from '../database.ts';
import type { CustodyLog } from '../log/custody-log.ts';
import { withStorageErrors } from '../storage-error.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { readTokenRows } from './token-rows.ts';

interface CaseTokensParts {
  readonly db: Database;
  readonly environment: VaultEnvironment;
  readonly summary: CaseSummary;
  readonly log: CustodyLog;
  readonly checkpoint: () => Checkpoint;
}

/** Requests for time stamps as rows: appended, then ended once. Nobody is asked for a token of a practice case. */
export class CaseTokens {
  readonly #parts: CaseTokensParts;

  constructor(parts: CaseTokensParts) {
    this.#parts = parts;
  }

  /** Throws as `CaseStore.addToken`. */
  add({ subject, ref, authority, request }: TokenRequest): TokenRow {
    const { db, environment, summary } = this.#parts;
    if (summary.practice) throw new PugmarkError('usage', 'No authority is asked for a time stamp of a practice case');
    if (!authorityIdSchema.safeParse(authority).success) throw new PugmarkError('usage', `${JSON.stringify(authority)} names no authority`);
    const id = environment.cryptography.random.uuid();
    const createdAt = environment.clock.now();
    withStorageErrors('time stamps', () =>
      db
        .prepare(
          `INSERT INTO tokens (id, subject, subject_ref, authority, state, request, response, gen_time, created_at)
           VALUES (?, ?, ?, ?, 'pending', ?, NULL, NULL, ?)`,
        )
        .run(id, subject, ref, authority, request, createdAt),
    );
    return { id, subject, ref, authority, state: 'pending', request, createdAt };
  }

  /** Throws as `CaseStore.settleToken`. */
  settle(id: Uuid, end: Parameters<CaseStore['settleToken']>[1]): TokenRow {
    const { db, log } = this.#parts;
    const row = readTokenRows(db).find((one) => one.id === id);
    if (row?.state !== 'pending') throw new PugmarkError('usage', 'This request for a time stamp has ended already');
    if (end.state === 'refused') {
      withStorageErrors('time stamps', () => this.#end(id, end));
      return { ...row, state: 'refused', response: end.response };
    }
    const { response, genTime, subjectSha256 } = end;
    log.transact((append) => {
      this.#end(id, end);
      append({
        type: 'checkpoint.timestamped',
        actor: 'system',
        digest: sha256DigestOf(this.#parts.environment.cryptography.hashing.sha256(response)),
        details: { token: id, authority: row.authority, genTime, subject: row.subject, of: row.ref, subjectSha256 },
      });
    });
    this.#parts.checkpoint();
    return { ...row, state: 'granted', response, genTime };
  }

  #end(id: Uuid, end: Parameters<CaseStore['settleToken']>[1]): void {
    const genTime = end.state === 'granted' ? end.genTime : null;
    const { changes } = this.#parts.db
      .prepare("UPDATE tokens SET state = ?, response = ?, gen_time = ? WHERE id = ? AND state = 'pending'")
      .run(end.state, end.response, genTime, id);
    if (changes !== 1) throw new PugmarkError('usage', 'This request for a time stamp has ended already');
  }
}
