import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBareSite, type BareSite } from '../../support/bare-page.ts';
import { describeOver } from '../../support/browser-kinds.ts';
import { captureForTest } from '../../support/captured-page.ts';
import { withLongerTier } from '../../support/tier.ts';

let site: BareSite;
beforeAll(async () => {
  site = await startBareSite();
});
afterAll(() => site.close());

// So that it does not compress to nothing.
const words = Array.from({ length: 300 }, (_, i) => Math.sin(i).toString(36)).join(' ');
const WHOLE = gzipSync(`<!doctype html><html><body><div>begin ${words}</div></body></html>`);

describeOver('pipe', 'a compressed document', (open) => {
  test.each(
    withLongerTier<readonly [name: string, body: Buffer, told: readonly string[]]>(
      [['cut short, which HTTP calls whole', WHOLE.subarray(0, WHOLE.length / 2), ['document-may-be-cut']]],
      [['that is whole', WHOLE, []]],
    ),
  )('%s', async (_, body, told) => {
    site.route('/', body, { 'content-type': 'text/html', 'content-encoding': 'gzip', 'content-length': String(body.length) });
    const { observation, staging } = await captureForTest(open, site.url('/'), { input: { options: { pdf: false } } });
    expect(await staging.text('text.txt')).toContain('begin');
    expect(observation.state).toBe('sealed');
    expect(observation.warnings.map(({ code }) => code).filter((code) => code !== 'sandbox-off')).toEqual(told);
  });
});
