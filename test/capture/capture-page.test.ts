import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBareSite, type BareSite } from '../support/bare-page.ts';
import { describeOverBothTransports } from '../support/browser-kinds.ts';
import { captureForTest } from '../support/captured-page.ts';

let site: BareSite;
beforeAll(async () => {
  site = await startBareSite();
});
afterAll(() => site.close());

describeOverBothTransports('a plain page', (open) => {
  test('is sealed', async () => {
    site.route('/plain', '<title>Plain</title><p>Words</p>');
    const { observation, staging } = await captureForTest(open, site.url('/plain'));
    expect(observation.reasons).toEqual([]);
    expect(observation).toMatchObject({ state: 'sealed', reasons: [] });
    expect(await staging.text('text.txt')).toBe('Words\n');
  });
});
