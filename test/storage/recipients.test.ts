import { describe, expect, it } from 'vitest';
import { requireRecipient } from '../../src/app/package-recipients.ts';
import type { NewRecipient } from '../../src/core/model/recipient.ts';
import { readRecipients } from '../../src/storage/vault/recipient-rows.ts';
import { openDatabase, VAULT_DATABASE } from '../../src/storage/database.ts';
import { vaultPaths } from '../../src/storage/files/vault-paths.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { makeFixture, PASSPHRASE, type Fixture } from './vault-fixture.ts';

const KEY = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
const OTHER_KEY = 'age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg';
const BERN: NewRecipient = {
  unit: 'NCB Bern',
  person: 'A. Keller',
  ageKey: KEY,
  receiptKey: `sha256:${'ab'.repeat(32)}`,
  checkedHow: 'by phone',
};

async function findingsOf({ vaults, folder }: Fixture): Promise<readonly string[]> {
  const { findings } = await vaults.check({ folder, passphrase: PASSPHRASE });
  return findings.map(({ code, subject }) => `${code} ${subject}`);
}

describe('the register of recipients', () => {
  it('keeps who they are, their keys and how these were checked, and what was removed stays in the log', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const bern = vault.addRecipient({ ...BERN, unit: ' NCB Bern ' });
    const gent = vault.addRecipient({ unit: 'Parket Gent', ageKey: OTHER_KEY, checkedHow: 'in person' });
    expect(bern).toMatchObject({ ...BERN, format: 'recipient/v1', checkedAt: expect.stringMatching(/^2026/) });
    expect(vault.listRecipients()).toEqual([bern, gent]);
    expect(vault.readSettings()).not.toHaveProperty(`recipient.${bern.id}`);
    vault.close();
    const reader = await fixture.vaults.read({ folder: fixture.folder });
    expect(reader.listRecipients()).toEqual([bern, gent]);
    reader.close();
    expect(await findingsOf(fixture)).toEqual([]);
    const again = await fixture.open();
    again.removeRecipient(bern.id);
    expect(again.listRecipients()).toEqual([gent]);
    expect(() => again.removeRecipient(bern.id)).toThrow(/no such recipient/);
    expect(again.readLog().filter(({ line }) => line.includes('recipient.'))).toHaveLength(3);
    again.close();
    expect(await findingsOf(fixture)).toEqual([]);
  });

  it('takes nobody without a unit, a key that is one, and a word on how it was checked', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const before = vault.readLog().length;
    for (const wrong of [
      { unit: ' ' },
      { ageKey: 'ssh-ed25519 AAAA' },
      { ageKey: KEY.replace('q', 'p') },
      { checkedHow: '' },
      { unit: 'x'.repeat(201) },
    ])
      expect(() => vault.addRecipient({ ...BERN, ...wrong })).toThrow(expect.objectContaining({ code: 'usage' }));
    expect([vault.listRecipients(), vault.readLog().length]).toEqual([[], before]);
    vault.addRecipient(BERN);
    vault.close();
  });

  it('finds one by any name that means one only', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const keller = vault.addRecipient(BERN);
    const moser = vault.addRecipient({ ...BERN, person: 'B. Moser' });
    const all = vault.listRecipients();
    for (const name of ['ncb bern, a. keller', 'A. KELLER', keller.id]) expect(requireRecipient(all, name)).toEqual(keller);
    expect(() => requireRecipient(all, 'NCB Bern')).toThrow(new RegExp(`${keller.id}.*${moser.id}`));
    expect(() => requireRecipient(all, 'Bern')).toThrow(/no recipient/);
    vault.close();
  });

  it('with a row that the log does not know encrypts nothing, and `check` names it', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const bern = vault.addRecipient(BERN);
    const gone = vault.addRecipient({ ...BERN, person: 'Gone' });
    vault.removeRecipient(gone.id);
    vault.close();
    const tampers: readonly (readonly [sql: string, finding: string])[] = [
      [`UPDATE recipients SET age_key = '${OTHER_KEY}'`, 'setting-differs recipient NCB Bern, A. Keller'],
      [`UPDATE recipients SET receipt_key = zeroblob(32)`, 'setting-differs recipient NCB Bern, A. Keller'],
      [`UPDATE recipients SET id = '99999999-9999-4999-8999-999999999999'`, `row-unaccounted recipient NCB Bern, A. Keller`],
      [
        `UPDATE texts SET text = replace(text, '${KEY}', '${OTHER_KEY}') WHERE name = 'value'; UPDATE recipients SET age_key = '${OTHER_KEY}'`,
        'setting-differs recipient NCB Bern, A. Keller',
      ],
      [`UPDATE recipients SET id = '${gone.id}', person = 'Gone'`, 'row-unaccounted recipient NCB Bern, Gone'],
    ];
    for (const [sql, finding] of tampers) {
      const db = openDatabase(vaultPaths.database(fixture.folder), VAULT_DATABASE, undefined);
      const rows = db.prepare<[], Record<string, string | Buffer | null>>('SELECT * FROM recipients').all();
      expect(readRecipients(db, nodeHashing)).toEqual([bern]);
      db.exec('SAVEPOINT before');
      db.exec(sql);
      expect(() => readRecipients(db, nodeHashing)).toThrow(expect.objectContaining({ code: 'vault-corrupt' }));
      db.exec('RELEASE before');
      db.close();
      expect(await findingsOf(fixture)).toContain(finding);
      const back = openDatabase(vaultPaths.database(fixture.folder), VAULT_DATABASE, undefined);
      back.exec('DELETE FROM recipients');
      const [row = {}] = rows;
      const names = Object.keys(row);
      const values = names.map((name) => row[name] ?? null);
      back.prepare(`INSERT INTO recipients (${names.join()}) VALUES (${names.map(() => '?').join()})`).run(...values);
      back.exec(`UPDATE texts SET text = replace(text, '${OTHER_KEY}', '${KEY}') WHERE name = 'value'`);
      back.close();
    }
    const db = openDatabase(vaultPaths.database(fixture.folder), VAULT_DATABASE, undefined);
    db.exec('DELETE FROM recipients');
    db.close();
    expect(await findingsOf(fixture)).toEqual([`setting-differs recipient ${bern.id}`]);
  });
});
