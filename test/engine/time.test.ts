import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { storeTimeSettings } from '../../src/app/time/edit-authorities.ts';
import { NO_TIME_SETTINGS, readTimeSettings } from '../../src/core/model/time-settings.ts';
import { eventually } from '../support/eventually.ts';
import { keptTempFolder } from '../support/temp-folder.ts';
import { makeTimeAuthority, serveTimeAuthority, type LocalTimeAuthority } from '../support/time/time-authority.ts';
import { fillWithPage, PASSPHRASE, REFERENCE, start, startWith, type StartedEngine } from './engine-fixture.ts';
import { makeFixture } from '../storage/vault-fixture.ts';

let local: LocalTimeAuthority;
beforeAll(() => {
  local = makeTimeAuthority(keptTempFolder());
});

async function timeOf({ call }: StartedEngine): Promise<readonly [string | undefined, string]> {
  const { time } = await call('exhibits.read', { case: REFERENCE, exhibit: 'E-0001' });
  return [(await call('cases.list', {})).find(({ reference }) => reference === REFERENCE)?.time, time];
}

describe('the time of what is in the vault', () => {
  it('is asked for when the vault is opened, and confirmed by itself', async () => {
    const served = await serveTimeAuthority(local);
    const looked = Promise.withResolvers<undefined>();
    served.misbehave(() => looked.promise);
    const started = await startWith(async (vault) => {
      await fillWithPage(vault);
      storeTimeSettings(vault, { ...NO_TIME_SETTINGS, authorities: [{ ...served.authority, enabled: true }] });
    });
    expect(await timeOf(started)).toEqual(['pending', 'pending']);
    looked.resolve(undefined);
    await eventually(() =>
      expect(started.told.findLast(({ name }) => name === 'case.changed')?.data).toMatchObject({ reference: REFERENCE, time: 'confirmed' }),
    );
    expect(await timeOf(started)).toEqual(['confirmed', 'confirmed']);
    const { bracket } = await started.call('exhibits.read', { case: REFERENCE, exhibit: 'E-0001' });
    // Its session began before anybody was asked: there is no lower bound.
    expect(bracket).toEqual({ notAfter: expect.stringMatching(/^20\d\d-/), authorities: [served.authority.id] });
    expect(started.told.findLast(({ name }) => name === 'time.changed')?.data).toMatchObject({ pending: 0, outbound: 'loopback' });
  });

  it('waits for an authority that is named later, tells why it does not answer, and tries again when a person wants it', async () => {
    const served = await serveTimeAuthority(local);
    served.misbehave(() => 500);
    const started = await startWith(fillWithPage);
    const { call } = started;
    expect(await call('time.read', {})).toMatchObject({ authorities: [], pending: 0, readable: true });
    const { name, url } = served.authority;
    const roots = served.authority.roots.join('\n');
    const added = await call('time.add-authority', { name, url, roots });
    expect(added.authorities).toMatchObject([
      { id: '127-0-0-1', name, url, enabled: true, roots: [{ subject: expect.stringContaining('CN=Root') }] },
    ]);
    await eventually(async () => expect((await call('time.read', {})).authorities[0]?.problem?.code).toBe('outbound-failed'));
    expect(await timeOf(started)).toEqual(['pending', 'pending']);
    expect((await call('time.read', {})).pending).toBe(1);
    served.misbehave(undefined);
    await call('time.retry', {});
    await eventually(async () => expect(await timeOf(started)).toEqual(['confirmed', 'confirmed']));
    expect((await call('time.read', {})).authorities).toMatchObject([{ failures: 0 }]);
  });

  it('is asked at once at the address that a wrong one was corrected to', async () => {
    const served = await serveTimeAuthority(local);
    const started = await startWith(fillWithPage);
    const { call } = started;
    const roots = served.authority.roots.join('\n');
    const [wrong, right] = [served.authority.url.replace('127.0.0.1', 'localhost').replace(/:\d+/, ':9'), served.authority.url];
    await call('time.add-authority', { name: 'Wrong', url: wrong, roots });
    await eventually(async () => expect((await call('time.read', {})).authorities[0]?.problem?.code).toBe('outbound-failed'));
    const change = { authority: 'localhost', name: ' Right ', url: right };
    await expect(call('time.change-authority', { ...change, authority: 'nobody' })).rejects.toMatchObject({ code: 'usage' });
    await expect(call('time.change-authority', { ...change, roots: 'none' })).rejects.toMatchObject({ code: 'input-unreadable' });
    await expect(call('time.change-authority', { ...change, url: 'ftp://127.0.0.1/' })).rejects.toThrow(/url/);
    await expect(call('time.change-authority', { ...change, policy: 'any' })).rejects.toThrow(/policy/);
    const before = (await call('time.read', {})).authorities[0];
    const changed = await call('time.change-authority', change);
    expect(changed.authorities).toMatchObject([{ id: 'localhost', name: 'Right', url: right, enabled: true, roots: before?.roots }]);
    await eventually(async () => expect(await timeOf(started)).toEqual(['confirmed', 'confirmed']));
    await call('time.add-authority', { name: 'Other', url: wrong, roots });
    await expect(call('time.change-authority', { ...change, url: wrong })).rejects.toMatchObject({ code: 'usage' });
  });

  it('is asked of those that are enabled, and a page of certificates that holds none names nobody', async () => {
    const { authority } = await serveTimeAuthority(local);
    const started = await startWith(fillWithPage);
    const { call } = started;
    const given = { name: 'Local', url: authority.url };
    await expect(call('time.add-authority', { ...given, roots: 'no certificate' })).rejects.toMatchObject({ code: 'input-unreadable' });
    await call('time.add-authority', { ...given, roots: authority.roots.join('\n') });
    await expect(call('time.add-authority', { ...given, roots: authority.roots.join('\n') })).rejects.toMatchObject({ code: 'usage' });
    expect((await call('time.enable-authority', { authority: '127-0-0-1', enabled: false })).authorities).toMatchObject([
      { enabled: false },
    ]);
    expect((await call('time.change-clock', { sntp: ['127.0.0.1:9'], http: [] })).clock.sntp).toEqual(['127.0.0.1:9']);
    await expect(call('time.remove-authority', { authority: 'nobody' })).rejects.toMatchObject({ code: 'usage' });
    expect((await call('time.remove-authority', { authority: '127-0-0-1' })).authorities).toEqual([]);
  });
});

describe('the clock of the station', () => {
  it('is compared at once with the sources that are named, and a proxy keeps time servers from being asked', async () => {
    const site = createServer((_request, response) => response.setHeader('date', new Date(Date.now() + 3_600_000).toUTCString()).end());
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void site.close());
    const http = [`http://127.0.0.1:${(site.address() as AddressInfo).port}/`];
    const { call } = await startWith(fillWithPage);
    expect(await call('time.check-clock', {})).toMatchObject({
      state: 'not-checked',
      reason: expect.stringContaining('names no time source'),
    });
    await expect(call('time.change-clock', { sntp: ['not a server'], http })).rejects.toThrow(/sntp/);
    expect((await call('time.change-clock', { sntp: [], http })).proxyInForce).toBe(false);
    const checked = await call('time.check-clock', {});
    if (checked.state !== 'checked') throw new Error(checked.reason);
    expect(checked).toMatchObject({ method: 'http-date', source: `http-date ${http[0] ?? ''}` });
    expect(Math.abs(checked.offsetMs - 3_600_000)).toBeLessThan(checked.uncertaintyMs + 1_000);
    await call('settings.change', { proxy: 'http://127.0.0.1:9' });
    await call('time.change-clock', { sntp: ['127.0.0.1:9'], http: [] });
    expect((await call('time.read', {})).proxyInForce).toBe(true);
    expect(await call('time.check-clock', {})).toMatchObject({
      state: 'not-checked',
      reason: expect.stringContaining('a proxy is in force'),
    });
  });
});

describe('a new vault', () => {
  it('names the authorities and time sources of this release, or nobody', async () => {
    for (const timeStamps of [undefined, false]) {
      const fixture = makeFixture();
      const { call, engine } = await start(fixture);
      await call('vault.create', {
        serviceNumber: 'S-1',
        agency: 'A',
        passphrase: PASSPHRASE,
        encrypt: false,
        ...(timeStamps === undefined ? {} : { timeStamps }),
      });
      expect((await call('time.read', {})).clock.sntp.length > 0).toBe(timeStamps !== false);
      await engine.close();
      const vault = await fixture.open();
      expect(readTimeSettings(vault.readSettings()).isReadable).toBe(true);
      vault.close();
    }
  });
});
