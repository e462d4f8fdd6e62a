import { viewArtifact, viewExhibit } from '../app/exhibit-service.ts';
import { PugmarkError } from '../core/errors.ts';
import type { Uuid } from '../core/ids.ts';
import type { CaseReader, CaseStore, FoundExhibit } from '../core/ports.ts';

/** What the looks at exhibits stand on. */
interface AccessParts {
  /** Throws as `VaultStore.openCase`. */
  readonly openCase: (reference: string) => CaseStore;
  /** After an entry was written. */
  readonly tellCase: (reference: string) => void;
}

/**
 * Who looks at evidence says why: once per case and session, which lasts from the opening of the vault to its lock. With that reason the
 * first look at each exhibit, and every file that is saved from it, stand in the custody log before anything of it is given out.
 */
export class ExhibitAccess {
  readonly #parts: AccessParts;
  readonly #reasons = new Map<Uuid, string>();
  readonly #looked = new Set<string>();

  constructor(parts: AccessParts) {
    this.#parts = parts;
  }

  reasonOf(reader: CaseReader): string | undefined {
    return this.#reasons.get(reader.summary.id);
  }

  /** From now on; what is looked at again is looked at anew. Throws `usage` for an empty one. */
  giveReason(reader: CaseReader, reason: string): void {
    const said = reason.toWellFormed().trim();
    if (said === '') throw new PugmarkError('usage', 'The reason is empty');
    const { id } = reader.summary;
    if (this.#reasons.get(id) === said) return;
    this.#reasons.set(id, said);
    for (const looked of this.#looked) if (looked.startsWith(`${id} `)) this.#looked.delete(looked);
  }

  /** Before an exhibit is shown. Throws `reason-missing`, `disk-full`, `io-failed`; then nothing of it may be shown. */
  look(reader: CaseReader, found: FoundExhibit): void {
    if (this.hasLooked(reader, found)) return;
    const { id } = reader.summary;
    const { exhibit } = found.summary;
    viewExhibit(this.#parts.openCase(id), { exhibit, reason: this.#requireReason(reader) });
    this.#looked.add(`${id} ${exhibit}`);
    this.#parts.tellCase(id);
  }

  /** Before a file leaves the vault, for a reason of its own or that of the looks. Throws as {@link look}, `artifact-unknown`. */
  save(reader: CaseReader, found: FoundExhibit, name: string, reason?: string): void {
    const { id } = reader.summary;
    // Who gave none to look has seen nothing that could be saved.
    const general = this.#requireReason(reader);
    const own = reason?.toWellFormed().trim() ?? '';
    viewArtifact(this.#parts.openCase(id), { exhibit: found.summary.exhibit, name, reason: own === '' ? general : own });
    this.#parts.tellCase(id);
  }

  /** Whether the look at it is in the log; of an attempt that kept nothing there is nothing to look at. */
  hasLooked(reader: CaseReader, found: FoundExhibit): boolean {
    return found.artifacts.length === 0 || this.#looked.has(`${reader.summary.id} ${found.summary.exhibit}`);
  }

  /** The session has ended. */
  clear(): void {
    this.#reasons.clear();
    this.#looked.clear();
  }

  #requireReason(reader: CaseReader): string {
    const reason = this.reasonOf(reader);
    if (reason !== undefined) return reason;
    const { reference } = reader.summary;
    throw new PugmarkError('reason-missing', `Say why the exhibits of ${reference} are looked at: it goes into the custody log`, {
      details: { reference },
    });
  }
}
