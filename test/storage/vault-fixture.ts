import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { VaultInit, Vaults, VaultStore } from '../../src/core/ports.ts';
import type { VaultEnvironment } from '../../src/storage/vault-environment.ts';
import { areVaultsEncrypted, makeEnvironment, makeVaults, PASSPHRASE } from './vault-parts.ts';

export * from './vault-parts.ts';

/** What only a vault in plain does: test/full/encrypted-vaults.full.ts runs the others over both kinds. */
export const isInPlain = !areVaultsEncrypted();
export const PLAIN_ONLY = 'reads databases or objects of the vault without its keys, or counts on objects in common';

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pugmark-vault-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Fixture {
  readonly root: string;
  readonly folder: string;
  readonly vaults: Vaults;
  readonly environment: VaultEnvironment;
  /** Vaults of another process on the same station: its own environment. */
  other(changes?: Partial<VaultEnvironment>): Vaults;
  init(input?: Partial<VaultInit>): Promise<VaultStore>;
  open(): Promise<VaultStore>;
}

/** `root`: a folder that is there already, for vaults that serve a whole file of tests. */
export function makeFixture(changes: Partial<VaultEnvironment> = {}, root: string = makeFolder()): Fixture {
  const environment = makeEnvironment(root, changes);
  const vaults = makeVaults(environment);
  const folder = join(root, 'vault');
  return {
    root,
    folder,
    vaults,
    environment,
    other: (others = {}) => makeVaults(makeEnvironment(root, others)),
    init: async (input = {}) =>
      await vaults.init({ folder, passphrase: PASSPHRASE, serviceNumber: 'NL-1234', agency: 'Team Nature', ...input }),
    open: async () => await vaults.open({ folder, passphrase: PASSPHRASE }),
  };
}
