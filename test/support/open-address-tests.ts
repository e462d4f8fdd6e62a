import { expect, it } from 'vitest';
import { openAddress } from '../../src/capture/browser/open-address.ts';
import type { OpenForTest } from './browser-kinds.ts';
import { startHostileServer } from './hostile-server.ts';
import { withLongerTier } from './tier.ts';

/** What opening an address must do over any transport: over the pipe in every run, over the debugger in the long tier. */
export function defineOpenAddressTests(open: OpenForTest): void {
  it.for(withLongerTier(['/ordinary', '/not-found', '/redirect', '/late-refresh'], ['/server-error', '/empty']))(
    'takes %s as a document that has loaded',
    async (path) => {
      const server = await startHostileServer();
      const { tab, limits } = await open();
      expect(await openAddress(tab, server.url(path), { limits })).toEqual({ kind: 'document', loaded: true });
      expect(tab.recording.currentDocument()?.documentUrl).toBe(server.url(path === '/redirect' ? '/ordinary' : path));
      expect(tab.incidents).toEqual([]);
    },
  );

  it.for(withLongerTier(['/slow-refresh', '/script-redirect'], ['/refresh']))('settles on the last document after %s', async (path) => {
    const server = await startHostileServer();
    const { tab, limits } = await open();
    expect(await openAddress(tab, server.url(path), { limits })).toEqual({ kind: 'document', loaded: true });
    expect(tab.recording.currentDocument()?.documentUrl).toBe(server.url('/ordinary'));
  });

  const noDocument = withLongerTier<readonly [path: string, code: string]>(
    [
      ['/no-content', 'no-document'],
      ['/not-found-empty', 'navigation-failed'],
      ['/hangs-up', 'connection-failed'],
      ['/redirect-loop', 'redirect-loop'],
      ['/redirect-to-file', 'navigation-failed'],
      ['/redirect-to-script', 'no-document'],
    ],
    [
      ['/reset-content', 'no-document'],
      ['/wants-password', 'navigation-failed'],
      ['/garbage', 'navigation-failed'],
      ['/redirect-to-program', 'no-document'],
      ['/refresh-to-nowhere', 'dns-failed'],
    ],
  );
  it.for(noDocument)('tells %s as no document: %s', async ([path, code]) => {
    const server = await startHostileServer();
    const { tab, limits } = await open();
    const outcome = await openAddress(tab, server.url(path), { limits });
    expect(outcome).toMatchObject({ kind: 'none', code });
    expect(tab.recording.currentDocument()).toBeUndefined();
    // The tab is none the worse for it.
    expect(await openAddress(tab, server.url('/ordinary'), { limits })).toEqual({ kind: 'document', loaded: true });
  });

  it('gives up on a server that never answers', async () => {
    const server = await startHostileServer();
    const { tab, limits } = await open();
    const outcome = await openAddress(tab, server.url('/never'), { limits: { ...limits, openMs: 700 } });
    expect(outcome).toMatchObject({ kind: 'none', code: 'navigation-timeout' });
  });

  it.for(withLongerTier(['/endless-body', '/refresh-loop'], ['/stalled-body', '/busy-at-once']))(
    'takes %s as it is when the time is up',
    async (path) => {
      const server = await startHostileServer();
      const { tab, limits } = await open();
      const outcome = await openAddress(tab, server.url(path), { limits: { ...limits, openMs: 2_500 } });
      expect(outcome).toMatchObject({ kind: 'document', loaded: false });
      expect(tab.recording.currentDocument()?.documentUrl).toBe(server.url(path));
    },
  );

  it('asks again for what the tab shows already, also when only the fragment differs', async () => {
    const server = await startHostileServer();
    const { tab, limits } = await open();
    for (const path of ['/ordinary', '/ordinary#photo', '/ordinary#photo']) {
      expect(await openAddress(tab, server.url(path), { limits })).toEqual({ kind: 'document', loaded: true });
      expect(tab.recording.currentDocument()?.shownUrl).toBe(server.url(path));
    }
    expect(server.served().filter(({ url }) => url.endsWith('/ordinary'))).toHaveLength(3);
  });

  it('does not wait for ever for a page that polls', async () => {
    const server = await startHostileServer();
    const { tab, limits } = await open();
    expect(await openAddress(tab, server.url('/polls'), { limits })).toEqual({
      kind: 'document',
      loaded: true,
      detail: 'the network did not become quiet',
    });
  });

  it('stops waiting when asked to, and keeps what is shown', async () => {
    const server = await startHostileServer();
    const { tab, limits } = await open();
    const outcome = await openAddress(tab, server.url('/stalled-body'), { limits, signal: AbortSignal.timeout(1_500) });
    expect(outcome).toMatchObject({ kind: 'document', loaded: false, detail: 'the page was still loading when it was stopped' });
    expect(await openAddress(tab, server.url('/never'), { limits, signal: AbortSignal.timeout(300) })).toMatchObject({
      kind: 'none',
      code: 'cancelled',
    });
  });

  it('refuses what is no web address before anything is asked for', async () => {
    const server = await startHostileServer();
    const { tab, limits } = await open();
    await expect(openAddress(tab, 'file:///etc/passwd', { limits })).rejects.toMatchObject({ code: 'url-scheme-refused' });
    await expect(openAddress(tab, 'example', { limits })).rejects.toMatchObject({ code: 'url-malformed' });
    expect(tab.recording.counts().exchanges).toBe(0);
    expect(server.served()).toEqual([]);
  });

  it('says whether a host or a port is not there', async () => {
    const { tab, limits } = await open();
    expect(await openAddress(tab, 'http://nowhere.invalid/', { limits })).toMatchObject({ kind: 'none', code: 'dns-failed' });
    const server = await startHostileServer();
    // A port that was just given back.
    expect(await openAddress(tab, 'http://127.0.0.1:9/', { limits })).toMatchObject({ kind: 'none', code: 'navigation-failed' });
    expect(await openAddress(tab, server.url('/ordinary'), { limits })).toMatchObject({ kind: 'document' });
  });
}
