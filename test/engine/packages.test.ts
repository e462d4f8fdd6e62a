import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeCase } from '../storage/vault-fixture.ts';
import { capturePage, fillWithPage, pieces, REFERENCE, start, startWith } from './engine-fixture.ts';
import { EXPORT_REQUEST, untilEnded } from './export-jobs.ts';

describe('an export', () => {
  it('is previewed, made, and verified as a stranger would', async () => {
    const started = await startWith(async (vault) => {
      const store = makeCase(vault);
      const session = store.startSession({});
      await capturePage(store, session);
      const attempt = store.startAttempt(session, { requestedUrl: 'https://gone.example/', clickedAt: '2026-03-02T08:00:00.000Z' });
      store.abandonAttempt(attempt, 'capture.cancelled', { code: 'cancelled' });
      await capturePage(store, session, 'https://market.example/ad/3');
      store.endSession(session, {});
    });
    const { call, told, fixture } = started;
    const preview = await call('export.preview', { ...EXPORT_REQUEST, exhibits: ['E-0001', 'E-0002'] });
    expect(preview.exhibits.map(({ exhibit, files }) => [exhibit, files])).toEqual([['E-0001', 8]]);
    expect(preview.leftOut).toEqual([
      { exhibit: 'E-0002', reason: 'nothing-sealed' },
      { exhibit: 'E-0003', reason: 'not-selected' },
    ]);
    expect(Object.fromEntries(preview.parts.map(({ part, included }) => [part, included]))).toMatchObject({
      exhibits: true,
      secrets: false,
      custody: true,
      report: false,
    });
    expect(preview).toMatchObject({ folder: join(fixture.root, 'packages'), practice: false });

    const entries = await call('cases.timeline', { case: REFERENCE });
    const forms = await call('forms.preview', { ...EXPORT_REQUEST, exhibits: ['E-0001'], recipient: 'Parket' });
    expect(forms.map(({ form }) => form)).toEqual(['acquisition-record', 'berkeley-checklist', 'swgde-checklist']);
    const head = forms[0]?.sections[0]?.blocks[0];
    const fields = head?.type === 'fields' ? new Map(head.fields.map(({ id, state, values }) => [id, { state, values }])) : undefined;
    expect(fields?.get('recipient')).toEqual({ state: 'given', values: ['Parket'] });
    // What only the export makes.
    expect([fields?.get('package')?.state, fields?.get('exported-at')?.state]).toEqual(['missing', 'missing']);
    expect(await call('cases.timeline', { case: REFERENCE })).toEqual(entries);
    expect(existsSync(join(fixture.root, 'packages'))).toBe(false);

    const job = await call('export.start', { ...EXPORT_REQUEST, exhibits: ['E-0001'], recipient: 'Parket' });
    expect(job).toMatchObject({ kind: 'export', subject: REFERENCE, state: 'running' });
    await expect(call('vault.lock', {})).rejects.toMatchObject({ code: 'work-under-way' });
    const ended = await untilEnded(started, job);
    expect(ended.error).toBeUndefined();
    expect(ended).toMatchObject({ state: 'done', exported: { practice: false } });
    expect(ended.verdict?.axes).toMatchObject({ integrity: { state: 'pass' }, custody: { state: 'pass' } });
    expect(ended.verdict?.axes.authorship.state).not.toBe('pass');
    expect(existsSync(ended.exported?.path ?? '')).toBe(true);
    expect(told.at(-1)).toEqual({ name: 'job.changed', data: ended });
    expect(await call('vault.lock', {})).toMatchObject({ vault: 'locked' });
  });

  it('is refused before it begins', async () => {
    const { call } = await startWith(fillWithPage);
    await expect(call('export.start', { ...EXPORT_REQUEST, exhibits: ['E-0009'] })).rejects.toMatchObject({ code: 'exhibit-unknown' });
    await expect(call('export.preview', { ...EXPORT_REQUEST, exhibits: ['E-0009'] })).rejects.toMatchObject({ code: 'exhibit-unknown' });
    await expect(call('export.start', { ...EXPORT_REQUEST, case: 'nowhere' })).rejects.toMatchObject({ code: 'case-unknown' });
    await expect(call('export.start', { ...EXPORT_REQUEST, profile: 'platform' })).rejects.toMatchObject({ code: 'answers-refused' });
    await expect(call('export.start', { ...EXPORT_REQUEST, secrets: { reason: 'asked' } })).rejects.toMatchObject({ code: 'usage' });
    await expect(call('export.start', { ...EXPORT_REQUEST, folder: 'somewhere' })).rejects.toMatchObject({ code: 'usage' });
    await expect(call('export.start', { ...EXPORT_REQUEST, exhibits: [] })).rejects.toMatchObject({ code: 'usage' });
    expect(await call('jobs.list', {})).toEqual([]);
  });

  it('that is cancelled leaves no file', async () => {
    const started = await startWith(fillWithPage);
    const job = await started.call('export.start', EXPORT_REQUEST);
    await started.call('jobs.cancel', { job: job.job });
    expect(await untilEnded(started, job)).toMatchObject({ state: 'cancelled' });
    const folder = join(started.fixture.root, 'packages');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
    await expect(started.call('jobs.cancel', { job: 'none' })).rejects.toMatchObject({ code: 'usage' });
  });

  it('into the vault itself fails, and the job says so', async () => {
    const started = await startWith(fillWithPage);
    const job = await started.call('export.start', { ...EXPORT_REQUEST, folder: join(started.fixture.folder, 'cases') });
    expect(await untilEnded(started, job)).toMatchObject({ state: 'failed', error: { code: expect.any(String) } });
  });
});

describe('a package', () => {
  it('is verified from a path or an upload, with keys that a person trusts, and with the vault locked', async () => {
    const started = await startWith(fillWithPage);
    const { call, engine, fixture } = started;
    const made = await untilEnded(started, await call('export.start', EXPORT_REQUEST));
    const path = made.exported?.path ?? '';
    await call('vault.lock', {});

    const reader = await fixture.vaults.read({ folder: fixture.folder });
    const station = reader.listKeys().find(({ purpose, practice }) => purpose === 'identity' && !practice)?.id ?? '';
    reader.close();
    const trusted = await untilEnded(started, await call('package.verify', { file: { path }, name: 'package.zip', trustKeys: [station] }));
    expect(trusted.verdict?.axes.authorship.state).toBe('pass');

    const upload = await engine.receiveUpload(pieces(readFileSync(path)));
    const received = await untilEnded(started, await call('package.verify', { file: { upload }, name: 'from a stick.zip' }));
    expect(received).toMatchObject({ kind: 'verify', subject: 'from a stick.zip', state: 'done' });
    expect(received.verdict?.axes.integrity.state).toBe('pass');
    await expect(call('package.verify', { file: { upload }, name: 'again' })).rejects.toMatchObject({ code: 'usage' });

    const bytes = readFileSync(path);
    const middle = Math.floor(bytes.length / 2);
    const bad = await engine.receiveUpload(pieces(bytes.with(middle, (bytes[middle] ?? 0) ^ 1)));
    const changed = await untilEnded(started, await call('package.verify', { file: { upload: bad }, name: 'changed.zip' }));
    expect(changed.verdict?.axes.integrity.state).toBe('fail');
    const uploads = join(fixture.root, 'station', 'uploads');
    expect(readdirSync(uploads).flatMap((name) => readdirSync(join(uploads, name)))).toEqual([]);
  });

  it('that is none is refused by the job, a key that is none at once', async () => {
    const started = await startWith(fillWithPage);
    const path = join(started.fixture.root, 'letter.zip');
    writeFileSync(path, 'no package');
    const file = { path };
    const job = await untilEnded(started, await started.call('package.verify', { file, name: 'letter.zip' }));
    expect(job).toMatchObject({ state: 'failed', error: { code: 'package-unreadable' } });
    await expect(started.call('package.verify', { file, name: 'x', trustKeys: ['no key'] })).rejects.toMatchObject({
      code: expect.stringMatching(/^(key-invalid|json-invalid)$/),
    });
    await expect(started.call('package.verify', { file: { path: 'letter.zip' }, name: 'x' })).rejects.toMatchObject({ code: 'usage' });
    await expect(started.call('package.verify', { file: { upload: 'none' }, name: 'x' })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('uploads', () => {
  it('that break off leave nothing, and all go with the app', async () => {
    const fixture = (await startWith(fillWithPage)).fixture;
    const { engine } = await start(fixture, { stateFolder: join(fixture.root, 'other') });
    const uploads = join(fixture.root, 'other', 'uploads');
    const left = (): string[] => readdirSync(uploads).flatMap((name) => readdirSync(join(uploads, name)));
    await engine.receiveUpload(pieces('kept'));
    await expect(engine.receiveUpload(broken())).rejects.toThrow('The window is gone');
    expect(left()).toHaveLength(1);
    await engine.close();
    expect(left()).toEqual([]);
  });
});

async function* broken(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new Uint8Array(10));
  throw new Error('The window is gone');
}
