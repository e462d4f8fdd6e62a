import { describe, expect, it, onTestFinished } from 'vitest';
import { addNote } from '../../src/app/notes.ts';
import { parseEntryLine } from '../../src/core/custody/entry.ts';
import type { CaseStore, VaultStore } from '../../src/core/ports.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, type Fixture } from './vault-fixture.ts';

async function openCase(): Promise<{ readonly fixture: Fixture; readonly vault: VaultStore; readonly store: CaseStore }> {
  const fixture = makeFixture();
  const vault = await fixture.init();
  onTestFinished(() => vault.close());
  return { fixture, vault, store: makeCase(vault) };
}

const AT = { clickedAt: '2026-03-02T08:00:00.000Z' };

describe('notes', () => {
  it('are kept with their author and time, of an exhibit or of the case, and not in the log', async () => {
    const { store, vault } = await openCase();
    await captureAd(store, store.startSession({}));
    const first = addNote(store, { exhibit: '1', text: 'Looks carved\n  by hand' });
    const second = addNote(store, { text: 'Ask customs' });
    expect(first).toMatchObject({ exhibit: 'E-0001', author: 'NL-1234', text: 'Looks carved\n  by hand' });
    expect(store.listNotes()).toEqual([first, second]);
    expect(store.listNotes('E-0001')).toEqual([first]);
    expect(store.listNotes('E-0002')).toEqual([]);
    expect(vault.readCase(store.summary.reference).listNotes()).toEqual([first, second]);
    expect(
      store
        .readLog()
        .map(({ line }) => line)
        .join(),
    ).not.toMatch(/carved|customs/);
  });

  it('are refused when empty, too long, or of an exhibit that is not there', async () => {
    const { store } = await openCase();
    const before = store.readLog().length;
    for (const text of ['', ' \n ', 'x'.repeat(20_001)]) expect(() => addNote(store, { text })).toThrow(/note/i);
    for (const exhibit of ['E-0001', 'x', '0']) expect(() => addNote(store, { exhibit, text: 'a' })).toThrow(/has no exhibit/);
    expect(() => store.record({ type: 'note.added', exhibit: 'E-0009', details: {}, texts: { note: 'a' } })).toThrow(/has no exhibit/);
    expect(store.readLog()).toHaveLength(before);
    expect(addNote(store, { text: 'x'.repeat(20_000) }).text).toHaveLength(20_000);
  });
});

describe('from where a tab was opened', () => {
  it('stands in the log of the start, and is told in both directions', async () => {
    const { store, vault, fixture } = await openCase();
    const session = store.startSession({});
    await captureAd(store, session);
    const opened = ['https://a.example/', 'https://b.example/'].map((requestedUrl) =>
      store.startAttempt(session, { ...AT, requestedUrl, openedFrom: 'E-0001' }),
    );
    for (const attempt of opened) store.abandonAttempt(attempt, 'capture.failed', { code: 'no-document' });
    expect(store.findOpenings('E-0001')).toEqual({ opened: ['E-0002', 'E-0003'] });
    expect(store.findOpenings('E-0003')).toEqual({ openedFrom: 'E-0001', opened: [] });
    expect(store.findOpenings('E-0009')).toEqual({ opened: [] });
    const started = store.readLog().flatMap(({ line }) => {
      const { type, exhibit, details } = parseEntryLine(line);
      return type === 'capture.started' ? [[exhibit, details['openedFrom']]] : [];
    });
    expect(started).toEqual([
      ['E-0001', undefined],
      ['E-0002', 'E-0001'],
      ['E-0003', 'E-0001'],
    ]);
    vault.close();
    expect((await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE })).findings).toEqual([]);
  });

  it('is an exhibit of the case, or nothing is begun', async () => {
    const { store } = await openCase();
    const session = store.startSession({});
    for (const openedFrom of ['E-0001', 'e-1', 'x'])
      expect(() => store.startAttempt(session, { ...AT, requestedUrl: 'https://a.example/', openedFrom })).toThrow(/has no exhibit/);
    expect(store.startAttempt(session, { ...AT, requestedUrl: 'https://a.example/' }).exhibit).toBe('E-0001');
  });
});
