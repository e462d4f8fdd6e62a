import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { GivenFile } from '../../src/app/received-files.ts';
import { parseEntryLine } from '../../src/core/custody/entry.ts';
import { isPugmarkError } from '../../src/core/errors.ts';
import type { CaseStore, VaultStore } from '../../src/core/ports.ts';
import { give, PNG, receive } from '../app/received-parts.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, readAll, type Fixture } from './vault-fixture.ts';

async function openCase(): Promise<{ readonly fixture: Fixture; readonly vault: VaultStore; readonly store: CaseStore }> {
  const fixture = makeFixture();
  const vault = await fixture.init();
  onTestFinished(() => vault.close());
  return { fixture, vault, store: makeCase(vault) };
}

describe('a received file', () => {
  it('becomes an exhibit of its own, between captures, and check finds nothing', async () => {
    const { fixture, vault, store } = await openCase();
    const session = store.startSession({});
    await captureAd(store, session);
    const added = await receive(
      vault,
      store,
      session,
      give('C:\\photos\\Tusk (1).PNG', PNG, Buffer.from('rest')),
      'From Mrs A., by e-mail',
    );
    await captureAd(store, session);
    expect(added).toMatchObject({ exhibit: 'E-0002', givenName: 'Tusk (1).PNG', mediaType: 'image/png', sizeBytes: PNG.length + 4 });
    const found = store.findExhibit('E-0002');
    expect(found?.summary).toMatchObject({
      kind: 'received',
      state: 'sealed',
      title: 'Tusk (1).PNG',
      requestedUrl: '',
      digest: added.digest,
    });
    expect(found?.artifacts.map(({ role, name }) => `${role} ${name}`)).toEqual([
      'received file.png',
      'operator operator.json',
      'record received.json',
    ]);
    const [file] = found?.artifacts ?? [];
    if (file === undefined) throw new Error('no file');
    expect(await readAll(store.readArtifact(file))).toEqual(Buffer.concat([PNG, Buffer.from('rest')]));
    const entry = store
      .readLog()
      .map(({ line }) => parseEntryLine(line))
      .find(({ type }) => type === 'file.added');
    expect(entry).toMatchObject({ exhibit: 'E-0002', digest: added.digest, details: { artifacts: 3, session: session.id } });
    expect(JSON.stringify(entry)).not.toContain('Mrs A.');
    expect(store.readTexts()).toContainEqual(expect.objectContaining({ name: 'origin', text: 'From Mrs A., by e-mail' }));
    expect(store.buildExhibitProof('E-0002')).toContain('c2sp.org/tlog-proof');
    vault.close();
    const report = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(report.findings).toEqual([]);
    expect(report.checked).toMatchObject({ exhibits: 3 });
  });

  it('is of practice in a case for practice', async () => {
    const { vault } = await openCase();
    const store = makeCase(vault, { reference: 'PRACTICE', practice: true });
    const added = await receive(vault, store, store.startSession({}), give('a.txt', Buffer.from('text')));
    const record = store.findExhibit(added.exhibit)?.artifacts.at(-1);
    if (record === undefined) throw new Error('no record');
    expect(JSON.parse(Buffer.from(await readAll(store.readArtifact(record))).toString())).toMatchObject({
      format: 'received/v1',
      practice: true,
      mediaTypeBy: 'unknown',
    });
    expect(added.mediaType).toBe('application/octet-stream');
  });

  it('leaves nothing when it cannot be read to its end: no number, no entry, no bytes', async () => {
    const { fixture, vault, store } = await openCase();
    const session = store.startSession({});
    const entries = store.readLog().length;
    const broken: GivenFile = {
      name: 'a',
      async *open() {
        yield PNG;
        await Promise.resolve();
        throw new Error('the stick was pulled out');
      },
    };
    await expect(receive(vault, store, session, broken)).rejects.toThrow('pulled out');
    expect(store.readLog().length).toBe(entries);
    expect(readdirSync(join(fixture.folder, 'incoming'))).toEqual([]);
    expect((await captureAd(store, session)).exhibit).toBe('E-0001');
  });

  it('is refused with a name that is none, in a closed case, and twice', async () => {
    const { vault, store } = await openCase();
    const session = store.startSession({});
    for (const name of ['', '  ', 'folder/']) await expect(receive(vault, store, session, give(name, PNG))).rejects.toThrow(/no name/);
    const receipt = store.startReceipt(session);
    await store.abandonReceipt(receipt);
    await expect(store.abandonReceipt(receipt)).rejects.toThrow(/ended already/);
    const { reference } = store.summary;
    vault.closeCase(reference);
    expect(() => vault.openCase(reference).startReceipt(session)).toThrow(/is closed/);
  });

  it('that was cut off goes with the next start of the vault', async () => {
    const { fixture, vault, store } = await openCase();
    const receipt = store.startReceipt(store.startSession({}));
    await receipt.staging.write({ role: 'received', name: 'file.png', mediaType: 'image/png' }, PNG);
    vault.close();
    const again = await fixture.open();
    onTestFinished(() => again.close());
    expect(again.opening).toMatchObject({ interrupted: [], strayRemoved: [`incoming/${receipt.id}`] });
  });

  it('takes no number that a capture took meanwhile', async () => {
    const { vault, store } = await openCase();
    const session = store.startSession({});
    let started: string | undefined;
    const slow: GivenFile = {
      name: 'slow.png',
      async *open() {
        yield PNG;
        started = (await captureAd(store, session)).exhibit;
        yield PNG;
      },
    };
    const added = await receive(vault, store, session, slow);
    expect([started, added.exhibit]).toEqual(['E-0001', 'E-0002']);
  });

  it('is not recorded by hand', async () => {
    const { store } = await openCase();
    let code: string | undefined;
    try {
      store.record({ type: 'file.added', details: {} });
    } catch (error) {
      if (isPugmarkError(error)) code = error.code;
    }
    expect(code).toBe('usage');
  });
});
