import Database from 'better-sqlite3';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildCanonicalJson } from '../../src/core/canonical/canonical-json.ts';
import { sha256DigestOf } from '../../src/core/digest/digest.ts';
import { toUtf8 } from '../../src/core/digest/encoding.ts';
import type { CaseStore, VaultStore } from '../../src/core/ports.ts';
import { redact } from '../../src/app/redact.ts';
import { createSharpImageCodec } from '../../src/imaging/sharp-image-codec.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { objectPath } from '../../src/storage/files/vault-paths.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, readAll, REFERENCE, type Fixture } from './vault-fixture.ts';

const images = createSharpImageCodec(nodeHashing);
const TEXT = 'the same in each';

/** Two exhibits; of the text of the first there is a derivative. */
async function makeRedacted(
  encrypt: boolean,
): Promise<{ readonly fixture: Fixture; readonly vault: VaultStore; readonly store: CaseStore }> {
  const fixture = makeFixture();
  const vault = await fixture.init({ encrypt });
  const store = makeCase(vault);
  const session = store.startSession({});
  await captureAd(store, session);
  await captureAd(store, session);
  store.endSession(session, {});
  await redact(images, store, {
    exhibit: 'e-1',
    artifact: 'text.txt',
    masks: [{ kind: 'span', start: 4, end: 8, reason: 'victim-or-witness' }],
  });
  return { fixture, vault, store };
}

const checkOf = async ({ vaults, folder }: Fixture, at = folder): Promise<readonly string[]> =>
  (await vaults.check({ folder: at, passphrase: PASSPHRASE })).findings.map(({ code }) => code);

test.each([
  ['in plain', false],
  ['that is encrypted', true],
])('a vault %s keeps derivatives with their record and entry, copies them, and erases them with their exhibit', async (_, encrypt) => {
  const { fixture, vault, store } = await makeRedacted(encrypt);
  const [made] = store.listDerivatives('E-0001');
  if (made === undefined) throw new Error('there is none');
  expect(Buffer.from(await readAll(store.readArtifact(made.file))).toString()).toBe('the [REDACTED: victim-or-witness] in each');
  expect(made.file).toMatchObject({ name: 'text.redacted-1.txt', encrypted: encrypt });
  const digest = sha256DigestOf(nodeHashing.sha256(buildCanonicalJson(made.redaction)));
  const original = sha256DigestOf(nodeHashing.sha256(toUtf8(TEXT)));
  const line = store.readLog().find((one) => one.line.includes('derivative.made'))?.line ?? '';
  expect(JSON.parse(line)).toMatchObject({
    exhibit: 'E-0001',
    digest,
    details: { derivative: made.redaction.id, result: made.file.sha256, originalCommitment: expect.any(String) as string },
  });
  // Neither record nor entry lets the covered word be found; what opens the commitment stays with those who may see the original.
  expect(line + JSON.stringify(made.redaction)).not.toContain(original);
  expect(store.readTexts().find(({ name }) => name === 'original')?.text).toBe(original);
  expect(() => store.record({ type: 'derivative.made', exhibit: 'E-0001', details: {} })).toThrow(/recorded by the act itself/);
  expect(await checkOf(fixture)).toEqual([]);

  const copy = join(fixture.root, 'copy');
  const { objects } = await fixture.vaults.backup({ folder: fixture.folder, passphrase: PASSPHRASE, destination: copy });
  expect(objects).toBe(
    readdirSync(copy, { recursive: true, withFileTypes: true }).filter((one) => one.isFile() && /^[0-9a-f]{60,}$/.test(one.name)).length,
  );
  expect(await checkOf(fixture, copy)).toEqual([]);

  const path = objectPath(join(fixture.folder, 'cases', store.summary.id, 'objects'), made.file.objectSha256);
  expect(existsSync(path)).toBe(true);
  vault.erase({ case: REFERENCE, exhibit: 'E-0001', reason: 'order of 3 March' });
  expect(existsSync(path)).toBe(false);
  expect(store.listDerivatives()).toEqual([]);
  expect(store.readTexts().filter(({ name }) => name === 'original')).toEqual([]);
  vault.close();
  expect(await checkOf(fixture)).toEqual([]);
  expect(await checkOf(fixture, copy)).toEqual([]);
});

test('what cannot be masked is refused, and nothing of it is kept', async () => {
  const { fixture, vault, store } = await makeRedacted(false);
  const lines = store.readLog().length;
  const refused = (artifact: string, exhibit = 'E-0001'): Promise<unknown> =>
    redact(images, store, { exhibit, artifact, masks: [{ kind: 'span', start: 0, end: 3, reason: 'other' }] });
  await expect(refused('dom.html')).rejects.toMatchObject({ code: 'mask-refused' });
  await expect(refused('secrets.json')).rejects.toMatchObject({ code: 'mask-refused' });
  await expect(refused('other.txt')).rejects.toMatchObject({ code: 'artifact-unknown' });
  await expect(refused('text.txt', 'E-0009')).rejects.toMatchObject({ code: 'exhibit-unknown' });
  expect(store.readLog()).toHaveLength(lines);
  expect(readdirSync(join(fixture.folder, 'incoming'))).toEqual([]);
  // Two at a time get two names: the control.
  await Promise.all([refused('text.txt'), refused('text.txt')]);
  expect(store.listDerivatives().map(({ file }) => file.name)).toEqual([
    'text.redacted-1.txt',
    'text.redacted-2.txt',
    'text.redacted-3.txt',
  ]);
  vault.close();
});

test('a case from before there were derivatives is read and checked as it is, and gets its table when it is opened for writing', async () => {
  const { fixture, vault, store } = await makeRedacted(false);
  const { id } = store.summary;
  vault.close();
  const db = new Database(join(fixture.folder, 'cases', id, 'case.sqlite'));
  db.exec('DROP TABLE derivatives');
  db.pragma('user_version = 1');
  db.close();
  // The log has one that is gone: else nothing is wrong.
  expect(await checkOf(fixture)).toEqual(['derivative-missing', 'object-unknown']);
  const reader = (await fixture.vaults.read({ folder: fixture.folder, passphrase: PASSPHRASE })).readCase(REFERENCE);
  expect(reader.listDerivatives()).toEqual([]);
  for (const artifact of reader.findExhibit('E-0001')?.artifacts ?? [])
    expect(await readAll(reader.readArtifact(artifact))).toHaveLength(artifact.sizeBytes);
  reader.close();
  const opened = await fixture.open();
  const masks = [{ kind: 'span', start: 0, end: 3, reason: 'other' }] as const;
  const made = await redact(images, opened.openCase(REFERENCE), { exhibit: 'E-0002', artifact: 'text.txt', masks });
  expect(opened.openCase(REFERENCE).listDerivatives()).toEqual([made]);
  opened.close();
});
