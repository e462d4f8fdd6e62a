import { rmSync } from 'node:fs';
import type { CustodyEntry } from '../../core/custody/entry.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { Uuid } from '../../core/ids.ts';
import type { CaseStore, Checkpoint, ExportStart, PackageExport, SealedPackage } from '../../core/ports.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import type { CustodyLog } from '../log/custody-log.ts';
import { withStorageErrors } from '../storage-error.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { fileDetail, writeExportJournal, writeSealedJournal } from './export-journal.ts';

/** Exports of one case: their entries in its log, and what a recovery needs while they are under way. */
export class CaseExports {
  private readonly parts: {
    readonly environment: VaultEnvironment;
    readonly vaultFolder: string;
    readonly case: Uuid;
    readonly actor: string;
    readonly log: CustodyLog;
    /** Signs and anchors what was committed. */
    readonly checkpoint: () => Checkpoint;
  };
  private readonly open = new Set<Uuid>();

  constructor(parts: CaseExports['parts']) {
    this.parts = parts;
  }

  get isBusy(): boolean {
    return this.open.size > 0;
  }

  start(input: ExportStart): PackageExport {
    const { environment, actor, vaultFolder, log } = this.parts;
    const id = environment.cryptography.random.uuid();
    const scratchFolder = vaultPaths.staging(vaultFolder, id);
    const { profile, exhibits, destination, recipient, purpose, encryption, parts, secretsReason, reducedFrom, language } = input;
    let entry: CustodyEntry;
    try {
      writeExportJournal(scratchFolder, { case: this.parts.case, package: id, destination });
      const texts = {
        destination,
        ...(recipient === undefined ? {} : { recipient }),
        ...(purpose === undefined ? {} : { purpose }),
        ...(encryption === undefined ? {} : { encryption }),
        ...(secretsReason === undefined ? {} : { secretsReason }),
      };
      const details = {
        package: id,
        profile,
        exhibits: [...exhibits],
        ...(parts === undefined || parts.length === 0 ? {} : { parts: [...parts] }),
        ...(reducedFrom === undefined ? {} : { reducedFrom }),
        ...(language === undefined ? {} : { language }),
      };
      entry = log.transact((append) => {
        return append({ type: 'package.exported', actor, details, texts }).entry;
      });
    } catch (error) {
      removeFolder(scratchFolder);
      throw error;
    }
    this.open.add(id);
    return { id, entry, scratchFolder, checkpoint: this.parts.checkpoint() };
  }

  noteSealed(started: PackageExport, made: SealedPackage): void {
    this.assertOpen(started);
    writeSealedJournal(started.scratchFolder, made);
  }

  end(started: PackageExport, end: Parameters<CaseStore['endExport']>[1]): Checkpoint {
    this.assertOpen(started);
    const { actor, log } = this.parts;
    log.transact((append) => {
      if ('seal' in end) append({ type: 'package.sealed', actor, digest: end.seal, details: { package: started.id, ...fileDetail(end) } });
      else append({ type: 'package.failed', actor, details: { package: started.id, reason: end.reason } });
    });
    this.open.delete(started.id);
    const checkpoint = this.parts.checkpoint();
    removeFolder(started.scratchFolder);
    return checkpoint;
  }

  private assertOpen(started: PackageExport): void {
    if (!this.open.has(started.id)) throw new PugmarkError('usage', 'The export has ended already');
  }
}

function removeFolder(folder: string): void {
  withStorageErrors(folder, () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
}
