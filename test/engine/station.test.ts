import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { besideVaultKeyWork } from '../../src/storage/keys/beside-vault-key.ts';
import { captureAd, makeCase, makeFixture } from '../storage/vault-fixture.ts';
import { fillWithPage, PASSPHRASE, pieces, REFERENCE, start, startWith } from './engine-fixture.ts';

const FIRST = { serviceNumber: 'NL-1234', agency: 'Team Nature', passphrase: PASSPHRASE, noRecovery: true };

describe('the vault of the app', () => {
  it('is made, locked and opened again', async () => {
    const { call, told } = await start(makeFixture());
    expect(await call('station.read', {})).toMatchObject({ shell: 'workstation', vault: 'none' });
    const made = await call('vault.create', FIRST);
    expect(made).toMatchObject({ vault: 'open', agency: 'Team Nature', operator: 'NL-1234' });
    expect(told.at(-1)).toEqual({ name: 'station.changed', data: made });
    expect(await call('vault.lock', {})).toMatchObject({ vault: 'locked' });
    await expect(call('cases.list', {})).rejects.toMatchObject({ code: 'vault-closed' });
    await expect(call('vault.unlock', { passphrase: 'another' })).rejects.toMatchObject({ code: 'passphrase-wrong' });
    expect(await call('station.read', {})).toMatchObject({ vault: 'locked' });
    expect(await call('vault.unlock', { passphrase: PASSPHRASE })).toMatchObject({
      vault: 'open',
      opening: { interrupted: [], exportsEnded: 0, restored: false, moved: false },
    });
    expect(await call('cases.list', {})).toEqual([]);
  });

  it('is not made where there is one', async () => {
    const { call } = await startWith(fillWithPage);
    await expect(call('vault.create', FIRST)).rejects.toMatchObject({ code: 'vault-exists' });
  });

  it('is told to be busy while another program writes in it', async () => {
    const fixture = makeFixture();
    const other = await fixture.init();
    const { call } = await start(fixture);
    expect(await call('station.read', {})).toMatchObject({ vault: 'busy' });
    await expect(call('vault.unlock', { passphrase: PASSPHRASE })).rejects.toMatchObject({ code: 'vault-locked' });
    other.close();
    expect(await call('vault.unlock', { passphrase: PASSPHRASE })).toMatchObject({ vault: 'open' });
  });

  it('tells which captures its opening found cut short', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    const session = store.startSession({});
    await captureAd(store, session);
    store.startAttempt(session, { requestedUrl: 'https://market.example/2', clickedAt: '2026-03-02T08:00:00.000Z' });
    vault.close();
    const { call } = await start(fixture);
    expect(await call('vault.unlock', { passphrase: PASSPHRASE })).toMatchObject({ opening: { interrupted: [`${REFERENCE} E-0002`] } });
  });

  it('opens while the thread that asks goes on', async () => {
    const fixture = makeFixture({ vaultKeyWork: besideVaultKeyWork, scryptWorkFactor: 15 });
    const { call } = await start(fixture);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    await call('vault.create', FIRST);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
    await call('vault.lock', {});
    await expect(call('vault.unlock', { passphrase: 'another' })).rejects.toMatchObject({ code: 'passphrase-wrong' });
    expect(await call('vault.unlock', { passphrase: PASSPHRASE })).toMatchObject({ vault: 'open' });
  });

  it('is closed by the end of the app, twice asked', async () => {
    const { engine, fixture } = await startWith(fillWithPage);
    await Promise.all([engine.close(), engine.close()]);
    (await fixture.open()).close();
    await expect(engine.receiveUpload(pieces('x'))).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('settings', () => {
  it('are kept for the next start, one by one', async () => {
    const fixture = makeFixture();
    const first = await start(fixture);
    const before = await first.call('settings.read', {});
    const changed = await first.call('settings.change', { language: 'nl', concurrency: 5 });
    expect(changed).toEqual({ ...before, language: 'nl', concurrency: 5 });
    expect(first.told).toEqual([{ name: 'settings.changed', data: changed }]);
    const second = await start(fixture);
    expect(await second.call('settings.read', {})).toEqual(changed);
    expect(second.warnings).toEqual([]);
  });

  it('that no release knows are left out, and said', async () => {
    const fixture = makeFixture();
    const path = join(fixture.root, 'station', 'settings.json');
    mkdirSync(join(fixture.root, 'station'));
    writeFileSync(path, JSON.stringify({ format: 'app-settings/v1', settings: { language: 'tlh', theme: 'dark', colour: 'red' } }));
    const { call, warnings } = await start(fixture);
    expect(await call('settings.read', {})).toMatchObject({ theme: 'dark', language: expect.stringMatching(/^(en|fr|nl)$/) });
    expect(warnings).toEqual([expect.stringContaining('language')]);
  });

  it('start anew when their file is broken', async () => {
    const fixture = makeFixture();
    const path = join(fixture.root, 'station', 'settings.json');
    mkdirSync(join(fixture.root, 'station'));
    writeFileSync(path, '{"format": ');
    const { call, warnings } = await start(fixture);
    await call('settings.change', { theme: 'light' });
    expect(warnings).toHaveLength(1);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ settings: { theme: 'light' } });
  });
});

describe('practice', () => {
  it('opens a market and a case of its own, the same one again', async () => {
    const { call } = await startWith(fillWithPage);
    const started = await call('practice.start', {});
    expect(await call('cases.list', {})).toContainEqual(
      expect.objectContaining({ reference: started.case, practice: true, state: 'open' }),
    );
    expect(await call('station.read', {})).toMatchObject({ practiceUrl: started.url });
    expect(await call('practice.start', {})).toEqual(started);
    await call('practice.stop', {});
    expect(await call('station.read', {})).not.toHaveProperty('practiceUrl');
    await call('cases.close', { case: started.case });
    expect((await call('practice.start', {})).case).not.toBe(started.case);
  });

  it('needs the vault', async () => {
    const { call } = await start(makeFixture());
    await expect(call('practice.start', {})).rejects.toMatchObject({ code: 'vault-closed' });
  });
});
