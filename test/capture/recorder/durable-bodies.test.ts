import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaptureTab } from '../../../src/capture/browser/tab.ts';
import { startBareSite, type BareSite } from '../../support/bare-page.ts';
import { describeOver } from '../../support/browser-kinds.ts';

// The browser's own store of bodies is the only exact source of a short page that is no UTF-8, and it stops without a word.

const LATIN_1 = Buffer.from('<!doctype html><meta charset=windows-1252><p>d\xe9fense en ivoire, 80 \x80', 'latin1');

let site: BareSite;
beforeAll(async () => {
  site = await startBareSite();
  site.route('/latin', LATIN_1, { 'content-type': 'text/html' });
});
afterAll(() => site.close());

/** Opens the page, and asks the browser's store for it past the recording. */
async function isInStore({ cdp }: Pick<CaptureTab, 'cdp'>): Promise<boolean> {
  const { promise: requestId, resolve } = Promise.withResolvers<string>();
  const ids = new Set<string>();
  const onRequest = ({ requestId: id, type }: { readonly requestId: string; readonly type?: string }): void => {
    if (type === 'Document') ids.add(id);
  };
  const onFinished = ({ requestId: id }: { readonly requestId: string }): void => {
    if (ids.has(id)) resolve(id);
  };
  cdp.on('Network.requestWillBeSent', onRequest);
  cdp.on('Network.loadingFinished', onFinished);
  await cdp.send('Page.navigate', { url: site.url('/latin') });
  const asked = { requestId: await requestId };
  const answer = await cdp.send('Network.getResponseBody', asked).catch(() => undefined);
  cdp.off('Network.requestWillBeSent', onRequest);
  cdp.off('Network.loadingFinished', onFinished);
  return answer?.base64Encoded === true && Buffer.from(answer.body, 'base64').equals(LATIN_1);
}

describeOver('pipe', "the browser's store of bodies", (open) => {
  test('works for every tab, also once others were opened and closed', async () => {
    const { tab: first } = await open();
    // What opening a tab sets in motion has come to its end.
    await sleep(300);
    expect(await isInStore(first)).toBe(true);
    const { tab: second } = await open();
    await sleep(300);
    expect([await isInStore(first), await isInStore(second)]).toEqual([true, true]);
    await second.close();
    expect(await isInStore(first)).toBe(true);
  });

  test('is asked for again when a session that left the tab has ended it', async () => {
    const { tab } = await open();
    const other = await tab.page.createCDPSession();
    await other.send('Network.enable');
    await other.detach();
    // The control: this is what ends it.
    expect(await isInStore(tab)).toBe(false);
    await expect.poll(() => isInStore(tab), { timeout: 20_000 }).toBe(true);
  });
});
