import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFixture, type Fixture } from '../storage/vault-fixture.ts';
import { PASSPHRASE, start, type StartedEngine } from './engine-fixture.ts';

const FIRST = { serviceNumber: 'NL-1234', agency: 'Team Nature', passphrase: PASSPHRASE };
const NEW = 'another walk along another river';

async function startLocked(recovery: object): Promise<StartedEngine & { readonly fixture: Fixture }> {
  const fixture = makeFixture();
  const started = await start(fixture);
  await started.call('vault.create', { ...FIRST, ...recovery });
  await started.call('vault.lock', {});
  return { ...started, fixture };
}

const problem = (code: string, recovery: string): object => ({ code, details: { recovery } });

describe('a vault whose passphrase is lost', () => {
  it('opens by its printed code under a new passphrase, and only by its own code', async () => {
    const made = await start(makeFixture());
    const { code } = await made.call('vault.recoveryCode', {});
    const other = (await made.call('vault.recoveryCode', {})).code;
    const { call, fixture, told } = await startLocked({ recoveryCode: code });
    expect(await call('vault.recoveries', {})).toEqual({ kinds: ['code'] });
    const recover = (typed: string): Promise<unknown> => call('vault.recover', { by: { code: typed }, newPassphrase: NEW });
    await expect(recover('1234')).rejects.toMatchObject(problem('usage', 'code-form'));
    const slip = `${code.startsWith('2') ? '3' : '2'}${code.slice(1)}`;
    await expect(recover(slip)).rejects.toMatchObject(problem('usage', 'code-mistyped'));
    await expect(recover(other)).rejects.toMatchObject(problem('passphrase-wrong', 'code-wrong'));
    const keyFile = await generateX25519Identity();
    await expect(call('vault.recover', { by: { keyFile }, newPassphrase: NEW })).rejects.toMatchObject(problem('usage', 'none-key'));
    // After all of that it still opens as it did.
    await call('vault.unlock', { passphrase: PASSPHRASE });
    await call('vault.lock', {});

    expect(await call('vault.recover', { by: { code: ` ${code.toLowerCase().replaceAll('-', ' ')}` }, newPassphrase: NEW })).toMatchObject({
      vault: 'open',
      operator: 'NL-1234',
    });
    expect(told.at(-1)).toMatchObject({ name: 'station.changed', data: { vault: 'open' } });
    await call('vault.lock', {});
    await expect(call('vault.unlock', { passphrase: PASSPHRASE })).rejects.toMatchObject({ code: 'passphrase-wrong' });
    expect(await call('vault.unlock', { passphrase: NEW })).toMatchObject({ vault: 'open' });
    await call('vault.lock', {});
    expect((await fixture.vaults.check({ folder: fixture.folder, passphrase: NEW })).findings).toEqual([]);
    const vault = await fixture.vaults.open({ folder: fixture.folder, passphrase: NEW });
    expect(vault.readSettings()['vault-passphrase']).toEqual({ changedBy: 'recovery-code' });
    vault.close();
  });

  it("opens by the agency's key file, and says what is wrong with another file or a damaged copy", async () => {
    const identity = await generateX25519Identity();
    const keyFile = `# created: 2026-03-02\r\n# public key: age1...\r\n${identity}\r\n`;
    const { call, fixture } = await startLocked({ recovery: await identityToRecipient(identity) });
    const recover = (text: string): Promise<unknown> => call('vault.recover', { by: { keyFile: text }, newPassphrase: NEW });
    expect(await call('vault.recoveries', {})).toEqual({ kinds: ['key'] });
    for (const text of ['', 'age-encryption.org/v1\n-> scrypt', `${identity.slice(0, -1)}${identity.endsWith('Q') ? 'P' : 'Q'}`])
      await expect(recover(text)).rejects.toMatchObject(problem('usage', 'key-form'));
    await expect(recover(await generateX25519Identity())).rejects.toMatchObject(problem('passphrase-wrong', 'key-wrong'));
    const { code } = await call('vault.recoveryCode', {});
    await expect(call('vault.recover', { by: { code }, newPassphrase: NEW })).rejects.toMatchObject(problem('usage', 'none-code'));

    const kept = join(fixture.folder, 'keys', 'vault-key.recovery.age');
    const whole = readFileSync(kept);
    writeFileSync(kept, whole.subarray(0, -5));
    await expect(recover(keyFile)).rejects.toMatchObject(problem('vault-corrupt', 'damaged'));
    expect(await call('station.read', {})).toMatchObject({ vault: 'locked' });
    writeFileSync(kept, whole);
    expect(await recover(keyFile)).toMatchObject({ vault: 'open' });
    // An open vault is no case for it.
    expect(await recover('whatever')).toMatchObject({ vault: 'open' });
  });

  it('that was made without, says so; where there is none, nothing is offered', async () => {
    const { call } = await startLocked({ noRecovery: true });
    expect(await call('vault.recoveries', {})).toEqual({ kinds: [] });
    const none = makeFixture();
    const empty = await start(none);
    expect(await empty.call('vault.recoveries', {})).toEqual({ kinds: [] });
    const keyFile = await generateX25519Identity();
    await expect(empty.call('vault.recover', { by: { keyFile }, newPassphrase: NEW })).rejects.toMatchObject({ code: 'vault-missing' });
    expect(existsSync(join(none.folder, 'keys'))).toBe(false);
  });
});
