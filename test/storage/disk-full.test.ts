import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createVaults } from '../../src/storage/vaults.ts';
import { mountSmallDisk, NEEDS_MOUNT } from './small-disk.ts';
import { captureAd, makeCase, makeEnvironment, makeFolder, makeRecord, PASSPHRASE, sealAd } from './vault-fixture.ts';

const CHUNK = new Uint8Array(256 * 1024).fill(7);

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield CHUNK;
}

describe('a full disk', () => {
  it('is told as such, keeps what was sealed, and lets work go on when there is room again', async ({ skip }) => {
    const root = makeFolder();
    const small = mountSmallDisk(join(root, 'small'), 6)?.folder;
    if (small === undefined) skip(NEEDS_MOUNT);
    if (small === undefined) return;
    const vaults = createVaults(makeEnvironment(root));
    const folder = join(small, 'vault');
    const vault = await vaults.init({ folder, passphrase: PASSPHRASE, serviceNumber: 'NL-1234', agency: 'Team Nature' });
    const store = makeCase(vault);
    const session = store.startSession({});
    await captureAd(store, session);

    // While bytes come in.
    const attempt = store.startAttempt(session, { requestedUrl: 'https://big.example/', clickedAt: '2026-03-02T08:00:00.000Z' });
    const spec = { role: 'download', name: 'big.bin', mediaType: 'application/octet-stream' } as const;
    await expect(attempt.staging.write(spec, endless())).rejects.toMatchObject({ code: 'disk-full' });
    expect(attempt.staging.artifacts).toEqual([]);
    await attempt.staging.write({ ...spec, name: 'small.bin' }, new Uint8Array(1000));

    // While it is sealed: no byte of room is left.
    const ballast = join(small, 'ballast');
    const filler = spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=4096'], { encoding: 'utf8' });
    expect(filler.status).not.toBe(0);
    const record = makeRecord(store, session, attempt);
    await expect(sealAd(store, session, attempt)).rejects.toMatchObject({ code: 'disk-full' });
    expect(() => store.startAttempt(session, { requestedUrl: 'https://b.example/', clickedAt: '2026-03-02T08:00:00.000Z' })).toThrow(
      expect.objectContaining({ code: 'disk-full' }),
    );
    const full = await vaults.check({ folder, passphrase: PASSPHRASE });
    expect(full.findings).toEqual([]);

    rmSync(ballast);
    expect(makeRecord(store, session, attempt)).toEqual(record);
    await sealAd(store, session, attempt);
    await captureAd(store, session);
    expect(store.listExhibits().map(({ exhibit, state }) => [exhibit, state])).toEqual([
      ['E-0001', 'sealed'],
      ['E-0002', 'sealed'],
      ['E-0003', 'sealed'],
    ]);
    vault.close();
    const after = await vaults.check({ folder, passphrase: PASSPHRASE });
    expect(after.findings).toEqual([]);
    expect(after.notes).toEqual([]);
  });

  it('leaves no half vault and no half backup', async ({ skip }) => {
    const root = makeFolder();
    const small = mountSmallDisk(join(root, 'small'), 1)?.folder;
    if (small === undefined) skip(NEEDS_MOUNT);
    if (small === undefined) return;
    const vaults = createVaults(makeEnvironment(root));
    const input = { passphrase: PASSPHRASE, serviceNumber: 'NL-1234', agency: 'Team Nature' };
    const vault = await vaults.init({ ...input, folder: join(root, 'vault') });
    const store = makeCase(vault);
    await captureAd(store, store.startSession({}), {}, [{ name: 'tile.png', bytes: new Uint8Array(900_000) }]);
    vault.close();
    await expect(vaults.backup({ folder: join(root, 'vault'), destination: join(small, 'backup') })).rejects.toMatchObject({
      code: 'disk-full',
    });
    writeFileSync(join(small, 'ballast'), new Uint8Array(900_000));
    await expect(vaults.init({ ...input, folder: join(small, 'vault') })).rejects.toMatchObject({ code: 'disk-full' });
    expect(spawnSync('ls', ['-A', small], { encoding: 'utf8' }).stdout).toBe('ballast\n');
  });
});
