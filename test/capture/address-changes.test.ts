import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentLoad } from '../../src/capture/recorder/recording.ts';
import { buildAddressWarnings } from '../../src/capture/steps/address-warnings.ts';
import { startBareSite, type BareSite } from '../support/bare-page.ts';
import { describeOverTransportsOfTier } from '../support/browser-kinds.ts';
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

describeOverTransportsOfTier('a page that changes its address while it is captured', (open) => {
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

/** A document that has changed its address so many times; the newest five are listed. */
const changed = (count: number, path = 0): DocumentLoad => ({
  loaderId: 'l1',
  mainFrameId: 'main',
  documentUrl: 'https://site.example/',
  shownUrl: `https://site.example/#${count}`,
  loadedBy: 'navigation',
  startedAt: '2026-03-02T08:00:00.000Z',
  inPage: Array.from({ length: Math.min(5, count) }, (_, i) => ({
    url: `https://site.example/#${Math.max(0, count - 5) + i + 1}`,
    time: '2026-03-02T08:00:00.000Z',
  })),
  path: [],
  leftOut: { inPage: Math.max(0, count - 5), path },
});

describe('lists of addresses that are full', () => {
  test('still show that the page changed its address after the click', () => {
    expect(buildAddressWarnings(changed(5), changed(5))).toEqual([]);
    expect(buildAddressWarnings(changed(4), changed(5))).toEqual([
      expect.objectContaining({ detail: expect.stringMatching(/address 1 times, first at .*#5$/) as string }),
    ]);
    expect(buildAddressWarnings(changed(5), changed(7))).toEqual([
      expect.objectContaining({ detail: expect.stringMatching(/address 2 times, first at .*#6$/) as string }),
    ]);
    expect(buildAddressWarnings(changed(5), changed(90))).toEqual([
      expect.objectContaining({ detail: expect.stringMatching(/address 85 times, also at .*#86$/) as string }),
    ]);
  });

  test('say what they no longer hold', () => {
    expect(buildAddressWarnings(changed(8, 2), undefined).map(({ code, detail }) => [code, detail.split(' ')[0]])).toEqual([
      ['in-page-addresses-left-out', '3'],
      ['path-left-out', '2'],
    ]);
    expect(buildAddressWarnings(changed(5), undefined)).toEqual([]);
  });
});
