import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openAddress } from '../../../src/capture/browser/open-address.ts';
import { BROWSER_PATH, describeOver } from '../../support/browser-kinds.ts';
import { eventually } from '../../support/eventually.ts';
import { netLogFlags, outside, readNetworkActivity } from '../../support/net-log.ts';
import { startHostileServer } from '../../support/hostile-server.ts';
import { RawChromium } from '../../support/raw-chromium.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { startTlsServer } from '../../support/tls-server.ts';

const WEBRTC = `const pc = new RTCPeerConnection({ iceServers: [{ urls: 'stun:stun.elsewhere.test:3478' }] });
  pc.createDataChannel('x'); pc.createOffer().then((offer) => pc.setLocalDescription(offer));`;

const ELSEWHERE = `<title>refers elsewhere</title><link rel="dns-prefetch" href="//prefetched.test"><link rel="preconnect" href="//preconnected.test">
  <img src="http://picture.elsewhere.test/x.png"><script>${WEBRTC}</script>`;

/** A login form, a foreign language, a film: what makes a browser's helpers wake up. */
const ORDINARY = `<!doctype html><html lang="fr"><title>ordinaire</title><form><input name="user"><input type="password" name="p"></form>
  <p>Bonjour tout le monde, ceci est une page ordinaire en français, avec assez de mots pour que l'on veuille la traduire.`;

async function startSelfSigned(): Promise<string> {
  const server = await startTlsServer(tempFolder());
  onTestFinished(() => server.close());
  return server.url;
}

/** Addresses that any part of a browser asked for and that end so. */
const asked = async (log: string, ending: string): Promise<readonly string[]> =>
  (await readNetworkActivity(log)).requested.filter((url) => url.endsWith(ending));

describeOver('pipe', 'the network of the browser', (open) => {
  const visit = async (html: string, more: Parameters<typeof open>[0] = {}, idleMs = 0) => {
    const log = join(tempFolder(), 'net.json');
    const server = await startHostileServer({ '/page': { type: 'text/html; charset=utf-8', body: html } });
    const opened = await open({
      ...more,
      launch: { ...more.launch, extraFlags: [...netLogFlags(log), ...(more.launch?.extraFlags ?? [])] },
    });
    const outcome = await openAddress(opened.tab, server.url('/page'), { limits: opened.limits });
    await new Promise((resolve) => setTimeout(resolve, idleMs));
    await opened.tab.close();
    await opened.browser.close();
    return { server, outcome, activity: await readNetworkActivity(log) };
  };

  it('reaches nothing but the page’s own server', async () => {
    // Long enough for what browsers do a few seconds after their start.
    const { outcome, activity, server } = await visit(ORDINARY, {}, 8_000);
    expect(outcome).toEqual({ kind: 'document', loaded: true });
    expect(outside(activity)).toEqual([]);
    expect(activity.connected).toContain(`127.0.0.1:${server.port}`);
  });

  it('is seen reaching elsewhere by the same detector when the page refers elsewhere', async () => {
    const { activity } = await visit(ELSEWHERE);
    expect(outside(activity)).toEqual(expect.arrayContaining([expect.stringContaining('picture.elsewhere.test')]));
  });

  it('is seen talking to its maker by the same detector without our flags', async () => {
    const { activity } = await visit(ORDINARY, { launch: { extraFlags: ['--gaia-url=https://accounts.maker.test'] } }, 3_000);
    expect(outside(activity)).toEqual(expect.arrayContaining([expect.stringContaining('accounts.maker.test')]));
  });

  it('asks http addresses as they are, where the same browser left alone tries https first', async () => {
    // Only the usual ports and real names are ever upgraded; inside this browser the name leads to our server.
    const server = await startHostileServer();
    const url = 'http://shop.example.com/ordinary';
    const rules = `--host-resolver-rules=MAP shop.example.com:80 127.0.0.1:${server.port} , MAP * ~NOTFOUND`;
    const ours = join(tempFolder(), 'net.json');
    const opened = await open({ launch: { extraFlags: [rules, ...netLogFlags(ours)] } });
    expect(await openAddress(opened.tab, url, { limits: opened.limits })).toEqual({ kind: 'document', loaded: true });
    await opened.browser.close();
    expect(await asked(ours, 'shop.example.com/ordinary')).toEqual([url]);

    const folder = tempFolder();
    const theirs = join(folder, 'net.json');
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const chromium = new RawChromium(BROWSER_PATH, [
      '--headless=new',
      '--disable-gpu',
      `--user-data-dir=${folder}`,
      ...sandbox,
      rules,
      ...netLogFlags(theirs),
    ]);
    await chromium.send('Target.createTarget', { url });
    await eventually(() => expect(server.served().filter((one) => one.url === url)).toHaveLength(2));
    await chromium.close();
    expect(await asked(theirs, 'shop.example.com/ordinary')).toEqual([url.replace('http:', 'https:'), url]);
  });

  it('reaches only the practice market when told to', async () => {
    const server = await startHostileServer();
    const { tab, limits } = await open({ launch: { practiceOnly: true } });
    const practice = server.url('/ordinary', 'practice-attic.localhost');
    expect(await openAddress(tab, practice, { limits })).toEqual({ kind: 'document', loaded: true });
    for (const host of ['site-one.localhost', 'localhost', '127.0.0.1', '[::1]', 'practice-attic.localhost.evil.test', 'example.test']) {
      expect(await openAddress(tab, server.url('/ordinary', host), { limits })).toMatchObject({ kind: 'none', code: 'dns-failed' });
    }
    expect(server.served().map(({ url }) => new URL(url).hostname)).toEqual(server.served().map(() => 'practice-attic.localhost'));
  });

  it('gives everything to the proxy, and resolves nothing itself', async () => {
    // An HTTP proxy is asked with the whole address; the truth server sees it as any other request.
    const proxy = await startHostileServer();
    const log = join(tempFolder(), 'net.json');
    const opened = await open({ launch: { proxy: `http://127.0.0.1:${proxy.port}`, extraFlags: netLogFlags(log) } });
    const outcome = await openAddress(opened.tab, 'http://far.away.test/ordinary', { limits: opened.limits });
    expect(outcome).toEqual({ kind: 'document', loaded: true });
    await openAddress(opened.tab, 'http://127.0.0.1:1234/ordinary', { limits: opened.limits });
    await opened.browser.close();
    const hosts = proxy.served().map(({ url }) => new URL(url).host);
    expect(hosts).toContain('far.away.test');
    // This machine, too, is asked for through the proxy only.
    expect(hosts).toContain('127.0.0.1:1234');
    const activity = await readNetworkActivity(log);
    expect(activity.resolved).toEqual([]);
    expect(activity.connected).toEqual([`127.0.0.1:${proxy.port}`]);
  });

  it('fails when the proxy fails, instead of going past it', async () => {
    const server = await startHostileServer();
    const { tab, limits } = await open({ launch: { proxy: 'http://127.0.0.1:9' } });
    expect(await openAddress(tab, server.url('/ordinary'), { limits })).toMatchObject({ kind: 'none', code: 'connection-failed' });
    expect(server.served()).toEqual([]);
  });

  it('tells a proxy nothing by WebRTC that the page would not get through it', async () => {
    const proxy = await startHostileServer();
    const log = join(tempFolder(), 'net.json');
    proxy.route('/page', { type: 'text/html', body: ELSEWHERE });
    const opened = await open({ launch: { proxy: `http://127.0.0.1:${proxy.port}`, extraFlags: netLogFlags(log) } });
    await openAddress(opened.tab, 'http://far.away.test/page', { limits: opened.limits });
    await opened.browser.close();
    expect((await readNetworkActivity(log)).connected).toEqual([`127.0.0.1:${proxy.port}`]);
  });

  it('does not trust a certificate that nobody signed', async () => {
    const url = await startSelfSigned();
    const { tab, limits, browser } = await open();
    expect(await openAddress(tab, url, { limits })).toMatchObject({ kind: 'none', code: 'tls-failed' });
    expect(tab.recording.currentDocument()).toBeUndefined();
    expect(browser.warnings.map(({ code }) => code)).not.toContain('tls-not-checked');
  });

  it('opens it all the same when told to, and says so', async () => {
    const url = await startSelfSigned();
    const { tab, limits, browser } = await open({ launch: { insecureTls: true } });
    expect(await openAddress(tab, url, { limits })).toEqual({ kind: 'document', loaded: true });
    expect(browser.warnings.map(({ code }) => code)).toContain('tls-not-checked');
  });
});
