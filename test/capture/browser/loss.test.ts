import { access, readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { withDeadline } from '../../../src/capture/browser/deadline.ts';
import { launchBrowser } from '../../../src/capture/browser/launch-browser.ts';
import { openAddress } from '../../../src/capture/browser/open-address.ts';
import { BROWSER_PATH, describeOver, describeOverTransportsOfTier, type OpenedTab } from '../../support/browser-kinds.ts';
import { eventually } from '../../support/eventually.ts';
import { startHostileServer } from '../../support/hostile-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** What every wait of a capture does: bounded, and over at once when the tab is lost. */
const ask = ({ tab }: OpenedTab, ms = 20_000): Promise<unknown> =>
  withDeadline(tab.page.evaluate('1 + 1'), { ms, signal: tab.lost, what: 'add one and one' });

describeOverTransportsOfTier('a tab that is lost', (open) => {
  async function visit(path: string, options: Parameters<typeof open>[0] = {}) {
    const server = await startHostileServer();
    const opened = await open(options);
    await openAddress(opened.tab, server.url(path), { limits: opened.limits });
    return { ...opened, server };
  }

  it('answers, and is not lost, while nothing happens to it', async () => {
    const opened = await visit('/ordinary');
    expect(await ask(opened)).toBe(2);
    expect(opened.tab.lost.aborted).toBe(false);
    await opened.tab.close();
    expect(opened.tab.lossReason()).toBeUndefined();
  });

  it('does not hang us when its page is in an endless loop', async () => {
    const opened = await visit('/busy', { limits: { openMs: 1_500 } });
    await expect(ask(opened, 500)).rejects.toMatchObject({ code: 'deadline-passed' });
    await expect(
      withDeadline(opened.tab.cdp.send('Page.captureScreenshot'), { ms: 500, signal: opened.tab.lost, what: 'take a picture' }),
    ).rejects.toMatchObject({ code: 'deadline-passed' });
    expect(opened.tab.lossReason()).toBeUndefined();
    // Also to be left behind it needs no answer of the page.
    await opened.tab.close();
  });

  it('says that its page crashed, and ends every wait', async () => {
    const opened = await visit('/ordinary');
    const waiting = ask({ ...opened });
    const never = withDeadline(new Promise(() => undefined), { ms: 20_000, signal: opened.tab.lost, what: 'wait' });
    expect(await waiting).toBe(2);
    void opened.tab.cdp.send('Page.crash').catch(() => undefined);
    await expect(never).rejects.toMatchObject({ code: 'renderer-crashed' });
    expect(opened.tab.lossReason()).toBe('renderer-crashed');
    expect(await openAddress(opened.tab, opened.server.url('/ordinary'), { limits: opened.limits })).toMatchObject({
      kind: 'none',
      code: 'renderer-crashed',
    });
  });

  it('survives a page that eats all memory', async () => {
    const opened = await visit('/memory', { launch: { extraFlags: ['--js-flags=--max-old-space-size=64'] } });
    await eventually(() => expect(opened.tab.lossReason()).toBe('renderer-crashed'));
  });

  it('says that the browser was killed', async () => {
    const opened = await visit('/ordinary', { launch: {} });
    opened.kill();
    await eventually(() => expect(opened.tab.lost.aborted).toBe(true));
    await expect(ask(opened)).rejects.toMatchObject({ code: opened.tab.lossReason() });
  });

  it('says that its page was closed', async () => {
    const opened = await visit('/ordinary');
    await opened.tab.page.close();
    await eventually(() => expect(opened.tab.lossReason()).toBe('page-closed'));
    expect(opened.tab.incidents.map(({ code }) => code)).toEqual(['close-attempt']);
  });

  it('is not lost when a page tries to close itself', async () => {
    const opened = await visit('/buttons');
    await opened.tab.page.click('#close');
    expect(await ask(opened)).toBe(2);
    expect(opened.tab.lossReason()).toBeUndefined();
  });
});

describeOver('pipe', 'a browser of ours', (open) => {
  it('is lost when it is killed', async () => {
    const { tab, browser, kill } = await open({ launch: {} });
    kill();
    await eventually(() => expect(tab.lossReason()).toBe('browser-lost'));
    expect(browser.lost.aborted).toBe(true);
    await expect(browser.openPage()).rejects.toMatchObject({ code: 'browser-lost' });
  });

  it('closes, and takes its temporary profile with it, while a page of it hangs', async () => {
    const scratchFolder = tempFolder();
    const browser = await launchBrowser({ executablePath: BROWSER_PATH, scratchFolder });
    const { page } = await browser.openPage();
    await page.evaluate(() => {
      setTimeout(() => {
        for (;;);
      }, 0);
    });
    await browser.close();
    expect(await readdir(scratchFolder)).toEqual([]);
    expect(browser.lost.aborted).toBe(false);
    await browser.close();
  });

  it('keeps a profile that is to be kept', async () => {
    const [scratchFolder, profileFolder] = [tempFolder(), tempFolder()];
    const server = await startHostileServer({ '/login': { headers: { 'set-cookie': 'who=me; Max-Age=3600' }, body: 'in' } });
    const launch = (): ReturnType<typeof launchBrowser> => launchBrowser({ executablePath: BROWSER_PATH, scratchFolder, profileFolder });
    const first = await launch();
    await (await first.openPage()).page.goto(server.url('/login'));
    await expect(launch()).rejects.toMatchObject({ code: 'browser-launch-failed', message: expect.stringContaining('another window') });
    await first.close();
    await access(profileFolder);
    const second = await launch();
    await (await second.openPage()).page.goto(server.url('/ordinary'));
    await second.close();
    expect(server.served().find(({ url }) => url.endsWith('/ordinary'))?.requestHeaders.cookie).toBe('who=me');
  });

  it('says in one line why it did not start', async () => {
    const scratchFolder = tempFolder();
    await expect(launchBrowser({ executablePath: '/bin/false', scratchFolder, launchMs: 5_000 })).rejects.toMatchObject({
      code: 'browser-launch-failed',
      message: expect.not.stringContaining('\n'),
    });
    await expect(launchBrowser({ executablePath: '/no/such/browser', scratchFolder })).rejects.toMatchObject({
      code: 'browser-launch-failed',
    });
    expect(await readdir(scratchFolder)).toEqual([]);
  });
});
