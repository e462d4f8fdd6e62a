import { existsSync } from 'node:fs';
import { PugmarkError } from '../core/errors.ts';
import type { CaseReader, KeyStore, RecoveryKind, VaultInit, VaultRecovery, Vaults, VaultStore } from '../core/ports.ts';
import type { Station } from '../rpc/contract/station.ts';
import { vaultPaths } from '../storage/files/vault-paths.ts';
import { isVaultLocked } from '../storage/vault-lock.ts';

/** Readers of cases that are kept open: each holds a few files. The one that was asked for longest ago goes first. */
const MAX_READERS = 100;

/** The one vault of this app: opens it once, hands it to whoever works, and closes it. */
export class VaultKeeper {
  readonly #folder: string;
  readonly #vaults: Vaults;
  readonly #readers = new Map<string, CaseReader>();
  #store: VaultStore | undefined;
  #opening: Promise<VaultStore> | undefined;

  constructor(folder: string, vaults: Vaults) {
    this.#folder = folder;
    this.#vaults = vaults;
  }

  get state(): Station['vault'] {
    if (this.#store !== undefined) return 'open';
    if (!existsSync(vaultPaths.database(this.#folder))) return 'none';
    // While we open it ourselves the lock is ours.
    return this.#opening === undefined && isVaultLocked(this.#folder) ? 'busy' : 'locked';
  }

  get isOpen(): boolean {
    return this.#store !== undefined;
  }

  /** Throws `vault-closed`. */
  get vault(): VaultStore {
    if (this.#store !== undefined) return this.#store;
    throw new PugmarkError('vault-closed', `The vault in ${this.#folder} is locked: open it with its passphrase`);
  }

  /** True when this call has opened it, false when another one had. Throws as `Vaults.init`. */
  async create(input: Omit<VaultInit, 'folder'>): Promise<boolean> {
    return await this.#openOnce(() => this.#vaults.init({ ...input, folder: this.#folder }));
  }

  /** As {@link create}. Throws as `Vaults.open`. */
  async open(passphrase: string): Promise<boolean> {
    return await this.#openOnce(() => this.#vaults.open({ folder: this.#folder, passphrase }));
  }

  /** A key of this vault is kept in the system's store. */
  get isKept(): boolean {
    return this.#vaults.isKept(this.#folder);
  }

  /** As {@link create}. Throws as `Vaults.openKept`. */
  async openKept(store: KeyStore): Promise<boolean> {
    return await this.#openOnce(() => this.#vaults.openKept({ folder: this.#folder, store }));
  }

  /** By what it can be recovered; nothing where there is no vault. Throws as `Vaults.describe`. */
  get recoveries(): readonly RecoveryKind[] {
    return this.state === 'none' ? [] : this.#vaults.describe(this.#folder).recoveries;
  }

  /** As {@link create}, under a new passphrase. Throws as `Vaults.changePassphrase`. */
  async recover(by: VaultRecovery, newPassphrase: string): Promise<boolean> {
    return await this.#openOnce(async () => {
      await this.#vaults.changePassphrase({ folder: this.#folder, by, newPassphrase });
      return await this.#vaults.open({ folder: this.#folder, passphrase: newPassphrase });
    });
  }

  /** What readers say of their case is read anew. Only while nobody reads. */
  forgetReaders(): void {
    for (const reader of this.#readers.values()) reader.close();
    this.#readers.clear();
  }

  /** Throws `vault-closed`, `case-unknown`, `vault-corrupt`. */
  readCase(reference: string): CaseReader {
    const { vault } = this;
    const summary = vault.findCase(reference);
    if (summary === undefined)
      throw new PugmarkError('case-unknown', `There is no case ${reference} in this vault`, { details: { reference } });
    const kept = this.#readers.get(summary.id);
    this.#readers.delete(summary.id);
    // A reader says of its case what was true when it was opened.
    if (kept !== undefined && kept.summary.state !== summary.state) kept.close();
    const reader = kept !== undefined && kept.summary.state === summary.state ? kept : vault.readCase(summary.id);
    this.#readers.set(summary.id, reader);
    const [oldest] = this.#readers;
    if (oldest !== undefined && this.#readers.size > MAX_READERS) {
      this.#readers.delete(oldest[0]);
      oldest[1].close();
    }
    return reader;
  }

  /** Idempotent. Waits for an opening under way. */
  async close(): Promise<void> {
    await this.#opening?.catch(() => undefined);
    const store = this.#store;
    this.#store = undefined;
    this.forgetReaders();
    store?.close();
  }

  /** Two at once: the second waits for the first and is asked only when that one failed. */
  async #openOnce(open: () => Promise<VaultStore>): Promise<boolean> {
    while (this.#opening !== undefined) await this.#opening.catch(() => undefined);
    if (this.#store !== undefined) return false;
    this.#opening = open();
    try {
      this.#store = await this.#opening;
      return true;
    } finally {
      this.#opening = undefined;
    }
  }
}
