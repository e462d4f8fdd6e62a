import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Vaults, VaultStore } from '../../src/core/ports.ts';
import type { VaultEnvironment } from '../../src/storage/vault-environment.ts';
import { createVaults } from '../../src/storage/vaults.ts';
import { makeEnvironment, PASSPHRASE } from './vault-parts.ts';

export * from './vault-parts.ts';

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
  init(): Promise<VaultStore>;
  open(): Promise<VaultStore>;
}

/** `root`: a folder that is there already, for vaults that serve a whole file of tests. */
export function makeFixture(changes: Partial<VaultEnvironment> = {}, root: string = makeFolder()): Fixture {
  const environment = makeEnvironment(root, changes);
  const vaults = createVaults(environment);
  const folder = join(root, 'vault');
  return {
    root,
    folder,
    vaults,
    environment,
    other: (others = {}) => createVaults(makeEnvironment(root, others)),
    init: async () => await vaults.init({ folder, passphrase: PASSPHRASE, serviceNumber: 'NL-1234', agency: 'Team Nature' }),
    open: async () => await vaults.open({ folder, passphrase: PASSPHRASE }),
  };
}
