import { findFoundExhibit } from '../app/exhibit-service.ts';
import { PugmarkError } from '../core/errors.ts';
import type { ExhibitNumber } from '../core/ids.ts';
import { listKeptPackages, type KeptPackage } from '../core/package/received/kept-packages.ts';
import { openKeptPackage, type OpenedKept } from '../core/package/received/open-kept.ts';
import { groupExhibits, readInnerExhibit, type InnerExhibit } from '../core/package/received/received-exhibit.ts';
import type { SealedContent } from '../core/package/received/sealed-content.ts';
import type { CaseReader } from '../core/ports.ts';
import { nodeDecompression } from '../packaging/decompression.ts';
import { nodeCryptography } from '../platform/cryptography.ts';

/** Exhibits of one package whose records are held: a picture of a hundred tiles parses its record once. */
const MAX_HELD_EXHIBITS = 100;
const PORTS = { hashing: nodeCryptography.hashing, decompression: nodeDecompression };

/** A kept package that is open for reading. */
export interface ReadKept {
  readonly kept: KeptPackage;
  readonly content: SealedContent;
  /** Throws `exhibit-unknown`; as `readInnerExhibit`. */
  readExhibit(exhibit: ExhibitNumber): Promise<InnerExhibit>;
}

/** Kept packages that were looked at since the vault was opened: each is read whole once, and stays open. */
export class KeptPackages {
  readonly #opened = new Map<string, { readonly read: Promise<ReadKept>; readonly opened: Promise<OpenedKept> }>();

  /**
   * Throws `exhibit-unknown`, `usage` for an exhibit that is no kept package; as `openKeptPackage`. One that could not be opened is tried anew at the next call.
   */
  open(reader: CaseReader, exhibit: string): Promise<ReadKept> {
    const { summary } = findFoundExhibit(reader, exhibit);
    const key = `${reader.summary.id} ${summary.exhibit}`;
    const known = this.#opened.get(key);
    if (known !== undefined) return known.read;
    const kept = findKept(reader, summary.exhibit);
    const opened = openKeptPackage(PORTS, reader, kept);
    const read = opened.then(({ content }) => readerOf(kept, content));
    this.#opened.set(key, { read, opened });
    read.catch(() => this.#opened.delete(key));
    return read;
  }

  /** The vault is closed. */
  async clear(): Promise<void> {
    const all = [...this.#opened.values()];
    this.#opened.clear();
    await Promise.all(all.map(({ opened }) => opened.then((one) => one.close()).catch(() => undefined)));
  }
}

/** Throws `usage`. */
function findKept(reader: CaseReader, exhibit: ExhibitNumber): KeptPackage {
  const kept = listKeptPackages(reader).find((one) => one.exhibit === exhibit);
  if (kept !== undefined) return kept;
  throw new PugmarkError('usage', `${exhibit} is no package that was received into ${reader.summary.reference}`);
}

function readerOf(kept: KeptPackage, content: SealedContent): ReadKept {
  const paths = groupExhibits(content);
  const held = new Map<ExhibitNumber, Promise<InnerExhibit>>();
  return {
    kept,
    content,
    readExhibit: async (exhibit) => {
      const known = held.get(exhibit);
      if (known !== undefined) return await known;
      const files = paths.get(exhibit);
      if (files === undefined) throw new PugmarkError('exhibit-unknown', `The package ${kept.exhibit} has no exhibit ${exhibit}`);
      const [oldest] = held.keys();
      if (held.size >= MAX_HELD_EXHIBITS && oldest !== undefined) held.delete(oldest);
      const read = readInnerExhibit(content, exhibit, files);
      held.set(exhibit, read);
      read.catch(() => held.delete(exhibit));
      return await read;
    },
  };
}
