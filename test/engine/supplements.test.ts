import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeTimeSettings } from '../../src/app/time/edit-authorities.ts';
import { openReceipt } from '../../src/core/package/receipt/open-receipt.ts';
import { NO_TIME_SETTINGS } from '../../src/core/model/time-settings.ts';
import { readToolIdentity } from '../../src/engine/composition.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import { systemClock } from '../../src/platform/system-clock.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { makeTimeAuthority, serveTimeAuthority } from '../support/time/time-authority.ts';
import { makeCase, makeFixture } from '../storage/vault-fixture.ts';
import { PASSPHRASE, pieces, REFERENCE, start } from './engine-fixture.ts';
import { EXPORT_REQUEST, untilEnded } from './export-jobs.ts';

describe('a package that was made while no authority answered', () => {
  it('says so, gets its time stamps later, and is received with them', async () => {
    const served = await serveTimeAuthority(makeTimeAuthority(tempFolder()));
    served.misbehave(() => 503);
    // By the clock of this machine: what was kept months before anybody confirms it is a finding of its own.
    const fixture = makeFixture({ clock: systemClock, tool: readToolIdentity() });
    const vault = await fixture.init();
    makeCase(vault);
    storeTimeSettings(vault, { ...NO_TIME_SETTINGS, authorities: [{ ...served.authority, enabled: true }] });
    vault.close();
    const started = await start(fixture);
    const { call, engine } = started;
    await call('vault.unlock', { passphrase: PASSPHRASE });
    await call('files.add', {
      case: REFERENCE,
      file: { upload: await engine.receiveUpload(pieces('a tusk')) },
      name: 'tusk.txt',
      origin: 'seized',
    });
    const made = (await untilEnded(started, await call('export.start', EXPORT_REQUEST))).exported;
    const [path, id] = [made?.path ?? '', made?.package ?? ''];
    const timesOf = async () => (await call('receipts.list', { case: REFERENCE }))[0]?.times;
    expect(await timesOf()).toEqual({ seal: 'pending', later: 0 });
    await expect(call('supplements.save', { case: REFERENCE, package: id })).rejects.toMatchObject({ code: 'usage' });
    expect((await call('supplements.ask', { case: REFERENCE }))[0]?.times).toEqual({ seal: 'pending', later: 0 });
    served.misbehave(undefined);
    await call('supplements.ask', { case: REFERENCE });
    expect(await timesOf()).toEqual({ seal: 'granted', genTime: expect.stringMatching(/^20\d\d-/), later: 2 });

    const saved = await call('supplements.save', { case: REFERENCE, package: id });
    expect([basename(saved.path), saved.tokens, saved.sizeBytes]).toEqual([`time-stamps_${id}.zip`, 2, readFileSync(saved.path).length]);
    // The same tokens: the same file, and no second one.
    expect(await call('supplements.save', { case: REFERENCE, package: id })).toEqual(saved);

    const upload = async (from: string) => ({ upload: await engine.receiveUpload(pieces(readFileSync(from))) });
    const verify = async (tokens: readonly { readonly file: { readonly upload: string }; readonly name: string }[]) =>
      await untilEnded(started, await call('package.verify', { file: await upload(path), name: 'p.zip', tokens: [...tokens] }));
    expect((await verify([])).verdict?.axes.time.state).toBe('pending');
    const job = await verify([{ file: await upload(saved.path), name: basename(saved.path) }]);
    expect([job.verdict?.axes.time.state, job.verdict?.axes.time.notes.map(({ code }) => code)]).toEqual([
      'pass',
      ['seal-stamped', 'no-lower-bound'],
    ]);
    // Held with what was given for it: its receipt says what was found with the time stamps.
    const received = (await untilEnded(started, await call('package.receive', { case: REFERENCE, file: { job: job.job }, name: 'p.zip' })))
      .received;
    expect(openReceipt(nodeCryptography, readFileSync(received?.path ?? '')).receipt.verdict.time).toBe('pass');

    const letter = join(fixture.root, 'letter.tsr');
    writeFileSync(letter, 'x');
    await expect(verify([{ file: await upload(letter), name: 'letter.tsr' }])).rejects.toMatchObject({ code: 'input-unreadable' });
    await expect(verify([{ file: { upload: 'none' }, name: 'a.tsr' }])).rejects.toMatchObject({ code: 'usage' });
    await call('vault.lock', {});
    const uploads = join(fixture.root, 'station', 'uploads');
    expect(readdirSync(uploads).flatMap((name) => readdirSync(join(uploads, name)))).toEqual([]);
  });
});
