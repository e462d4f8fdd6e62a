import { expect, it } from 'vitest';
import { openAddress } from '../../../src/capture/browser/open-address.ts';
import { withDeadline } from '../../../src/capture/browser/deadline.ts';
import { describeOver, describeOverBothTransports } from '../../support/browser-kinds.ts';
import { eventually } from '../../support/eventually.ts';
import { startHostileServer } from '../../support/hostile-server.ts';

describeOverBothTransports('the same page', (open) => {
  it('shows its frames and workers of other sites and processes, and all they ask for', async () => {
    const server = await startHostileServer({
      '/top': () => ({
        type: 'text/html',
        body: `<title>top</title><iframe src="${server.url('/frame', 'site-two.localhost')}"></iframe><script>new Worker('/worker.js')</script>`,
      }),
      '/frame': () => ({ type: 'text/html', body: `<p>framed<iframe src="${server.url('/inner', 'site-three.localhost')}"></iframe>` }),
      '/inner': { type: 'text/html', body: '<p>inner<script>fetch("/data.json")</script>' },
      '/data.json': { type: 'application/json', body: '{"inner":true}' },
      '/worker.js': { type: 'text/javascript', body: 'fetch("/from-worker.json")' },
      '/from-worker.json': { type: 'application/json', body: '{}' },
    });
    const { tab, limits, double } = await open();
    expect(await openAddress(tab, server.url('/top'), { limits })).toEqual({ kind: 'document', loaded: true });
    const asked = tab.recording.exchangesOfDocument().map(({ request }) => new URL(request.url).pathname);
    expect(asked).toEqual(expect.arrayContaining(['/top', '/frame', '/inner', '/data.json', '/worker.js', '/from-worker.json']));
    const texts = await Promise.all(tab.page.frames().map((frame) => frame.evaluate(() => document.body.innerText)));
    expect(texts.join(' ')).toMatch(/framed[\s\S]*inner/);
    expect(double?.debugger.forbidden ?? []).toEqual([]);
  });

  it('gives the same picture size as the viewport that was asked for', async () => {
    const server = await startHostileServer();
    const { tab, limits } = await open({ viewport: { widthPx: 640, heightPx: 480 } });
    await openAddress(tab, server.url('/ordinary'), { limits });
    const { data } = await withDeadline(tab.cdp.send('Page.captureScreenshot', { format: 'png' }), { ms: 10_000, what: 'take a picture' });
    const png = Buffer.from(data, 'base64');
    // PNG, IHDR: width and height.
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([640, 480]);
  });
});

describeOver('debugger', 'connectOverDebugger', (open) => {
  it('refuses at once what only the shell can do, and nothing of it reaches the debugger', async () => {
    const { tab, browser, double } = await open();
    await expect(tab.page.browser().newPage()).rejects.toThrow(/opened by the shell/);
    await expect(tab.cdp.send('Page.printToPDF')).rejects.toThrow(/wasn't found/);
    await expect(tab.cdp.send('Emulation.clearDeviceMetricsOverride')).rejects.toThrow(/shell/);
    await expect(browser.openPage()).rejects.toMatchObject({ code: 'browser-launch-failed' });
    expect(double?.debugger.forbidden).toEqual([]);
  });

  it('says that the connection was taken away, and ends what is under way', async () => {
    const { tab, double } = await open();
    const waiting = withDeadline(
      tab.page.evaluate(() => new Promise(() => undefined)),
      { ms: 20_000, signal: tab.lost, what: 'wait' },
    );
    const ended = waiting.then(
      () => 'answered',
      () => 'ended',
    );
    double?.debugger.takeAway('replaced_with_devtools');
    expect(await ended).toBe('ended');
    await eventually(() => expect(tab.lossReason()).toBe('browser-lost'));
    expect(tab.lost.reason).toMatchObject({ message: expect.stringContaining('replaced_with_devtools') });
  });

  it('leaves the view to the shell when it lets go, and loses nothing by that', async () => {
    const { browser, double } = await open();
    await browser.close();
    expect(double?.debugger.isAttached()).toBe(false);
    expect(browser.lost.aborted).toBe(false);
  });
});
