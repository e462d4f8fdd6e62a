import { describe, expect, it } from 'vitest';
import { captureAd, makeCase, makeFixture, PASSPHRASE, REFERENCE } from './vault-fixture.ts';

describe('check', () => {
  it('finds nothing wrong in a vault with evidence and practice', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    const session = store.startSession({}, { reason: 'first look' });
    await captureAd(store, session);
    await captureAd(store, session, { state: 'partial', reasons: [{ code: 'time-limit', detail: '' }] });
    store.abandonAttempt(
      store.startAttempt(session, { requestedUrl: 'https://gone.example/', clickedAt: '2026-03-02T08:00:00.000Z' }),
      'capture.failed',
      { code: 'dns-failed' },
    );
    store.endSession(session, { captures: 3 });
    const practice = makeCase(vault, { reference: 'PRACTICE-1', practice: true });
    await captureAd(practice, practice.startSession({}));
    vault.addOperator({ serviceNumber: 'NL-5678', osAccount: 'jdoe' });
    vault.changeSetting('language', 'nl');
    vault.closeCase(REFERENCE);
    vault.close();

    const progress: string[] = [];
    const report = await fixture.vaults.check({
      folder: fixture.folder,
      passphrase: PASSPHRASE,
      onProgress: ({ step }) => progress.push(step),
    });
    expect(report.findings).toEqual([]);
    expect(report.notes).toEqual([]);
    expect(report.checked).toMatchObject({ cases: 2, exhibits: 3, artifacts: 12, objects: 11, keys: 10, recipes: 0 });
    expect(new Set(progress)).toEqual(new Set(['vault', 'case', 'exhibit', 'done']));

    const locked = await fixture.vaults.check({ folder: fixture.folder });
    expect(locked.findings).toEqual([]);
    expect(locked.notes.map(({ code }) => code)).toEqual(['not-checked-locked', 'not-checked-locked', 'not-checked-locked']);
    await expect(fixture.vaults.check({ folder: fixture.folder, passphrase: 'guess' })).rejects.toMatchObject({ code: 'passphrase-wrong' });
  });

  it('reads beside a writer', async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    const session = store.startSession({});
    await captureAd(store, session);
    store.startAttempt(session, { requestedUrl: 'https://slow.example/', clickedAt: '2026-03-02T08:00:00.000Z' });
    const report = await fixture.other().check({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(report.findings).toEqual([]);
    expect(report.notes.map(({ code }) => code)).toEqual(['capture-under-way', 'checkpoint-pending', 'attempt-open']);
    vault.close();
  });
});
