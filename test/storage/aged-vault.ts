import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckReport, VaultStore } from '../../src/core/ports.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, REFERENCE, type Fixture } from './vault-fixture.ts';

export async function capture(vault: VaultStore, times = 1): Promise<string[]> {
  const store = vault.openCase(REFERENCE);
  const session = store.startSession({});
  const exhibits: string[] = [];
  for (let i = 0; i < times; i += 1) exhibits.push((await captureAd(store, session)).exhibit);
  store.endSession(session, { captures: times });
  return exhibits;
}

export function check(fixture: Fixture, folder = fixture.folder): Promise<CheckReport> {
  return fixture.vaults.check({ folder, passphrase: PASSPHRASE });
}

export function typesOf(lines: readonly { readonly line: string }[]): string[] {
  return lines.map(({ line }) => /"type":"([^"]+)"/.exec(line)?.[1] ?? '');
}

/** A vault with two cases, copied after the first exhibit of one, and worked on since. */
export async function makeAged(): Promise<{ readonly fixture: Fixture; readonly old: string }> {
  const fixture = makeFixture();
  const vault = await fixture.init();
  makeCase(vault, { reference: 'OTHER' });
  makeCase(vault);
  await capture(vault);
  vault.close();
  const old = join(fixture.root, 'old');
  cpSync(fixture.folder, old, { recursive: true });
  const again = await fixture.open();
  await capture(again, 3);
  again.changeSetting('language', 'fr');
  again.close();
  return { fixture, old };
}
