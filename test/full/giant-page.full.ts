import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBareSite, type BareSite } from '../support/bare-page.ts';
import { describeOver } from '../support/browser-kinds.ts';
import { captureForTest } from '../support/captured-page.ts';

let site: BareSite;
beforeAll(async () => {
  site = await startBareSite();
  site.route('/ordinary', '<title>Ordinary</title><p>words</p>');
});
afterAll(() => site.close());

const withoutPdf = { options: { pdf: false } };

describeOver('pipe', 'a page whose text is longer than any string may be once it is written as JSON', (open) => {
  test.each([
    ['in its document', ''],
    ['also in what it says to the console', 'console.log(s.textContent);'],
    ['in a closed shadow root, where no script of ours counts it', 'document.body.attachShadow({ mode: "closed" }).append(s);'],
  ])(
    '%s: it is kept as far as it can be, and the next page as a whole',
    async (_, more) => {
      site.route(
        '/giant',
        `<title>Giant</title><body><p>small</p><script>const s = document.createElement('script'); s.type = 'text/plain';
          s.textContent = '"'.repeat(290e6); document.head.append(s); ${more}</script>`,
      );
      const { observation } = await captureForTest(open, site.url('/giant'), { launch: {}, input: withoutPdf });
      expect(observation.state).toBe('partial');
      expect(observation.reasons.map(({ detail }) => detail)).toContainEqual(expect.stringMatching(/^documents and text: /));
      expect(observation.artifacts.map(({ role }) => role)).toContain('wacz');
      const { observation: next } = await captureForTest(open, site.url('/ordinary'), { input: withoutPdf });
      expect(next.state).toBe('sealed');
    },
    180_000,
  );
});
