import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBareSite, type BareSite } from '../support/bare-page.ts';
import { describeOverBothTransports } from '../support/browser-kinds.ts';
import { captureForTest } from '../support/captured-page.ts';

let site: BareSite;
beforeAll(async () => {
  site = await startBareSite();
  site.route('/stays', '<title>stays</title><div style="height:3000px">one ad</div>');
  site.route(
    '/swaps',
    `<title>swaps</title><div style="height:3000px">one ad</div>
    <script>addEventListener('scroll', () => history.pushState({}, '', '/another'), { once: true })</script>`,
  );
});
afterAll(() => site.close());

describeOverBothTransports('a page that changes its address while it is captured', (open) => {
  test('is told so: its pictures are of more than one address', async () => {
    const { observation } = await captureForTest(open, site.url('/swaps'));
    expect(observation.address.shownUrl).toBe(site.url('/swaps'));
    expect(observation.warnings).toContainEqual({
      code: 'address-changed-during-capture',
      detail: expect.stringContaining(`to ${site.url('/another')}`),
    });
  });

  test('the control: one that stays is not', async () => {
    const { observation } = await captureForTest(open, site.url('/stays'));
    expect(observation.warnings.map(({ code }) => code)).not.toContain('address-changed-during-capture');
  });
});
