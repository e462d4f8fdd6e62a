import { describe, expect, it } from 'vitest';
import { bytesOf, exchangeAt } from '../../support/exchange-lookup.ts';
import { openRecordedPage, type RecordedPage } from '../../support/recorded-page.ts';
import { startTruthServer } from '../../support/truth-server.ts';

const LOSSES: Readonly<Record<string, (recorded: RecordedPage) => unknown>> = {
  'closes its tab': ({ page }) => page.close(),
  'crashes its renderer': ({ page }) => void page.goto('chrome://crash').catch(() => undefined),
  'loses its browser': ({ browser }) => browser.process()?.kill('SIGKILL'),
  'never comes to rest': ({ page }) => void page.evaluate('for (;;);').catch(() => undefined),
};

describe('a page that is lost', () => {
  for (const [what, lose] of Object.entries(LOSSES)) {
    it(`keeps what came before it ${what}`, async () => {
      const server = await startTruthServer({
        '/': { type: 'text/html', body: `<p>seen</p><iframe src=/frame></iframe><script>fetch('/endless'); fetch('/late')</script>` },
        '/frame': { type: 'text/html', body: 'framed' },
        '/endless': { type: 'application/octet-stream', body: 'e'.repeat(3_000), endlessEveryMs: 20 },
        '/late': { type: 'text/plain', body: 'late', delayMs: 60_000 },
      });
      const recorded = await openRecordedPage();
      await recorded.visit(server.url('/'), { timeoutMs: 800 });
      await lose(recorded);
      await recorded.recording.waitForQuiet({ quietMs: 100, timeoutMs: 300 });
      await recorded.recording.close({ timeoutMs: 3_000 });
      await recorded.recording.close({ timeoutMs: 3_000 });
      const exchanges = recorded.recording.allExchanges();
      expect(bytesOf(exchangeAt(exchanges, '/').response?.body).toString()).toContain('<p>seen</p>');
      expect(bytesOf(exchangeAt(exchanges, '/frame').response?.body).toString()).toBe('framed');
      expect(bytesOf(exchangeAt(exchanges, '/endless').response?.body).toString()).toMatch(/^e{6000,}$/);
      expect(exchangeAt(exchanges, '/endless').problem?.kind).toBe('truncated');
      expect(exchangeAt(exchanges, '/late').problem?.kind).toBe('failed');
      expect(recorded.recording.currentDocument()?.documentUrl).toBe(server.url('/'));
    });
  }
});

describe('answers that the page may not read', () => {
  it('are on record with their head and the reason', async () => {
    const server = await startTruthServer({
      '/': {
        type: 'text/html',
        headers: { 'content-security-policy': "img-src 'none'" },
        body: `<img src=/forbidden.png><script>fetch('http://site-two.localhost:' + location.port + '/private').catch(() => 0)</script>`,
      },
      '/private': { type: 'text/plain', body: 'not for you', headers: { 'x-seen': 'yes' } },
    });
    const { visit, recording } = await openRecordedPage();
    await visit(server.url('/'));
    await recording.close({ timeoutMs: 3_000 });
    const refused = exchangeAt(recording.exchangesOfDocument(), '/private');
    expect(refused.response).toMatchObject({ status: 200, head: 'exact' });
    expect(refused.response?.headers).toContainEqual(['x-seen', 'yes']);
    expect(refused.problem).toEqual({ kind: 'blocked', detail: 'CORS: MissingAllowOriginHeader' });
    const forbidden = exchangeAt(recording.exchangesOfDocument(), '/forbidden.png');
    expect(forbidden.response).toBeUndefined();
    expect(forbidden.problem).toEqual({ kind: 'blocked', detail: 'blocked: csp' });
  });
});
