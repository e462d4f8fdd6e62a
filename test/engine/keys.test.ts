import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFixture } from '../storage/vault-fixture.ts';
import { fillWithPage, PASSPHRASE, REFERENCE, startWith } from './engine-fixture.ts';

it('gives the key of the station out as text and as a code, and no private half of any', async () => {
  const { call } = await startWith(fillWithPage);
  const { fingerprint, groups, publicKey, sheet, qr, keys } = await call('keys.read', {});
  const der = createPublicKey(publicKey).export({ format: 'der', type: 'spki' });
  expect(fingerprint).toBe(`sha256:${createHash('sha256').update(der).digest('hex')}`);
  expect(`sha256:${groups.join('')}`).toBe(fingerprint);
  expect(sheet).toContain(publicKey.trim());
  expect(qr.path.length).toBeGreaterThan(200);
  expect(keys.find(({ key }) => key === fingerprint)).toMatchObject({ purpose: 'identity', practice: false, state: 'current' });
  expect(new Set(keys.map(({ purpose }) => purpose))).toEqual(new Set(['identity', 'log', 'seal', 'operator']));
  expect(JSON.stringify(keys)).not.toMatch(/private|secret|BEGIN/i);
});

describe('the change of the evidence key', () => {
  it('takes the passphrase, links the old key to the new one, and the work goes on under that', async () => {
    const { call, engine, fixture } = await startWith(fillWithPage);
    const before = await call('keys.read', {});
    // Looked at: the case is open for writing, as it is while somebody works in it.
    await call('exhibits.read', { case: REFERENCE, exhibit: 'E-0001' });
    await expect(call('keys.rotate', { passphrase: 'a guess' })).rejects.toMatchObject({ code: 'passphrase-wrong' });
    expect(await call('keys.read', {})).toEqual(before);
    const { from, to, rotatedAt, sheet, qr } = await call('keys.rotate', { passphrase: PASSPHRASE });
    expect(from).toEqual({ fingerprint: before.fingerprint, groups: before.groups });
    const after = await call('keys.read', {});
    expect(to).toEqual({ fingerprint: after.fingerprint, groups: after.groups });
    expect(qr).toEqual(after.qr);
    expect(after.keys.find(({ key }) => key === before.fingerprint)).toMatchObject({ state: 'rotated', purpose: 'identity' });
    const flat = sheet.replaceAll(/\s+/g, ' ');
    for (const words of [before.groups.slice(4, 8).join(' '), after.groups.slice(4, 8).join(' '), rotatedAt, after.publicKey.trim()])
      expect(flat).toContain(words.replaceAll(/\s+/g, ' '));
    // The same session, the same reason, the same case; new entries are under the new key.
    expect((await call('exhibits.read', { case: REFERENCE, exhibit: 'E-0001' })).row.state).toBe('sealed');
    await call('notes.add', { case: REFERENCE, text: 'after the change' });
    await engine.close();
    const report = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(report.findings).toEqual([]);
    const vault = await fixture.open();
    expect(vault.readEventsOf('key.rotated').map(({ entry }) => entry.details)).toMatchObject([
      { key: from.fingerprint, next: to.fingerprint },
    ]);
    expect(vault.readCase(REFERENCE).readEventsOf('note.added').at(-1)?.entry.station).toBe(to.fingerprint);
    expect(vault.readCase(REFERENCE).readEventsOf('exhibit.viewed').at(-1)?.entry.station).toBe(from.fingerprint);
    vault.close();
  });

  it('waits for work under way, and takes no vault key that somebody put there', async () => {
    const other = makeFixture();
    (await other.init()).close();
    const { call, fixture } = await startWith(fillWithPage);
    const path = join(fixture.folder, 'keys', 'vault-key.age');
    const own = readFileSync(path);
    writeFileSync(path, readFileSync(join(other.folder, 'keys', 'vault-key.age')));
    await expect(call('keys.rotate', { passphrase: PASSPHRASE })).rejects.toMatchObject({ code: 'vault-corrupt' });
    writeFileSync(path, own);
    const job = await call('export.start', { case: REFERENCE, profile: 'prosecutor', language: 'en', report: false });
    await expect(call('keys.rotate', { passphrase: PASSPHRASE })).rejects.toMatchObject({ code: 'work-under-way' });
    await call('jobs.cancel', { job: job.job });
    await call('vault.lock', {}).catch(() => undefined);
  });
});
