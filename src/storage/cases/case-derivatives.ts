import { buildCanonicalJson } from '../../core/canonical/canonical-json.ts';
import { sha256DigestOf } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import { parseExhibitNumber, type ExhibitNumber, type Uuid } from '../../core/ids.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import type { NewDerivative, StoredDerivative } from '../../core/model/derivative.ts';
import type { Checkpoint } from '../../core/ports.ts';
import { buildDerivativeDetails, buildRedaction, derivativeName } from '../../core/redaction/build-redaction.ts';
import type { Database } from '../database.ts';
import type { ContentKeys } from '../keys/content-keys.ts';
import type { CustodyLog } from '../log/custody-log.ts';
import { ObjectStore } from '../objects/object-store.ts';
import type { AttemptStaging } from '../objects/staging.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { afterCommit } from './after-commit.ts';
import { isReferenced, readArtifactRows, storedArtifactOf, type ArtifactRow } from './case-rows.ts';
import { insertDerivative, readDerivatives } from './derivative-rows.ts';
import { makeStaging } from './make-staging.ts';

/** What derivatives need of the case they come into. */
interface CaseDerivativesParts {
  readonly environment: VaultEnvironment;
  readonly db: Database;
  readonly vaultFolder: string;
  readonly objectsFolder: string;
  readonly summary: CaseSummary;
  readonly actor: string;
  readonly log: CustodyLog;
  readonly contentKeys: () => ContentKeys;
  /** One commit after the other, captures, files and derivatives alike. */
  readonly oneAtATime: <T>(work: () => Promise<T>) => Promise<T>;
  /** Signs the checkpoint; `after` names what is in the vault already should that fail. */
  readonly checkpoint: (after: ExhibitNumber) => Checkpoint;
}

/** Derivatives of one case: bytes, record and log entry come together or not at all. */
export class CaseDerivatives {
  private readonly parts: CaseDerivativesParts;
  private underWay = 0;

  constructor(parts: CaseDerivativesParts) {
    this.parts = parts;
  }

  get isBusy(): boolean {
    return this.underWay > 0;
  }

  async keep(made: NewDerivative): Promise<{ readonly derivative: StoredDerivative; readonly checkpoint: Checkpoint }> {
    this.underWay += 1;
    try {
      return await this.keepNow(made);
    } finally {
      this.underWay -= 1;
    }
  }

  private async keepNow(made: NewDerivative): Promise<{ readonly derivative: StoredDerivative; readonly checkpoint: Checkpoint }> {
    const { environment, vaultFolder, summary } = this.parts;
    const original = this.findOriginal(made);
    const id = environment.cryptography.random.uuid();
    const { key_id: keyId } = original;
    const key = keyId === null ? undefined : this.parts.contentKeys().open(keyId);
    const staging = makeStaging({ environment, vaultFolder, case: summary.id, id, keys: { keyFor: () => key } });
    let derivative: StoredDerivative;
    try {
      // The name waits for its turn: two derivatives of one artifact may be under way.
      derivative = await this.parts.oneAtATime(() => this.commit(id, made, original, staging));
    } catch (error) {
      await staging.finishSyncs();
      staging.removeNow();
      throw error;
    }
    const checkpoint = this.parts.checkpoint(made.exhibit);
    await staging.finishSyncs();
    afterCommit(made.exhibit, () => staging.removeNow());
    environment.onStep?.('staging-removed');
    return { derivative, checkpoint };
  }

  private async commit(id: Uuid, made: NewDerivative, original: ArtifactRow, staging: AttemptStaging): Promise<StoredDerivative> {
    const { db, environment, summary, actor, log } = this.parts;
    const { role } = original;
    const number = parseExhibitNumber(made.exhibit) ?? 0;
    const file = await staging.write({ role, name: this.chooseName(made), mediaType: made.mediaType }, made.bytes);
    await staging.sync();
    environment.onStep?.('artifacts-synced');
    const redaction = buildRedaction({
      id,
      exhibit: made.exhibit,
      original: storedArtifactOf(original),
      derivative: file,
      masks: made.masks,
    });
    const digest = sha256DigestOf(environment.cryptography.hashing.sha256(buildCanonicalJson(redaction)));
    const [staged] = staging.staged;
    if (staged === undefined) throw new PugmarkError('program-fault', 'A derivative was staged and is not there');
    const objects = new ObjectStore(this.parts.objectsFolder, summary.id, environment.onStep);
    const placed = await objects.place(staging.folder, staging.staged, (object) => isReferenced(db, object));
    try {
      const entry = log.transact((append) => {
        const appended = append({
          type: 'derivative.made',
          actor,
          exhibit: made.exhibit,
          digest,
          details: buildDerivativeDetails(redaction),
          // Of a text the log says which one it was to those alone who may see it.
          ...(redaction.original.sha256 === undefined ? { texts: { original: original.sha256 } } : {}),
        });
        insertDerivative(db, { number, staged, redaction, digest, author: actor, madeAt: appended.entry.time });
        return appended.entry;
      });
      const kept = readDerivatives(db, made.exhibit).find((one) => one.redaction.id === id);
      if (kept === undefined) throw new PugmarkError('program-fault', `The derivative ${entry.seq} was kept and is not there`);
      return kept;
    } catch (error) {
      if (!isReferenced(db, staged.objectSha256)) placed.takeBack();
      throw error;
    }
  }

  private findOriginal({ exhibit, original }: NewDerivative): ArtifactRow {
    const number = parseExhibitNumber(exhibit) ?? 0;
    const rows = readArtifactRows(this.parts.db, number);
    if (rows.length === 0) throw new PugmarkError('exhibit-unknown', `Case ${this.parts.summary.reference} has no files of ${exhibit}`);
    const row = rows.find(({ name }) => name === original);
    if (row === undefined || row.role === 'secrets')
      throw new PugmarkError('artifact-unknown', `${exhibit} has no file ${JSON.stringify(original)} that gets a derivative`);
    return row;
  }

  private chooseName({ exhibit, original, mediaType }: NewDerivative): string {
    const { db } = this.parts;
    const taken = new Set([
      ...readArtifactRows(db, parseExhibitNumber(exhibit) ?? 0).map(({ name }) => name),
      ...readDerivatives(db, exhibit).map(({ file }) => file.name),
    ]);
    const extension = mediaType === 'image/png' ? 'png' : 'txt';
    for (let ordinal = 1; ; ordinal += 1) {
      const name = derivativeName(original, ordinal, extension);
      if (!taken.has(name)) return name;
    }
  }
}
