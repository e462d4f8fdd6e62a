import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBareSite, type BareSite } from '../support/bare-page.ts';
import { describeOver, type OpenedTab } from '../support/browser-kinds.ts';
import { captureForTest } from '../support/captured-page.ts';

let site: BareSite;
beforeAll(async () => {
  site = await startBareSite();
  site.route('/quiet', '<p>text of a frame that answers</p>');
  site.route('/hangs', '<p>text of a frame that hangs</p><script>addEventListener("message", () => { for (;;); })</script>');
  site.route(
    '/page',
    `<title>framed</title><p>text of the page</p><iframe src="${site.url('/hangs', 'one.localhost')}"></iframe>
    <iframe src="${site.url('/quiet', 'two.localhost')}"></iframe>
    <script>addEventListener('go', () => frames[0].postMessage('go', '*'))</script>`,
  );
});
afterAll(() => site.close());

async function hangFrame({ tab }: OpenedTab): Promise<void> {
  await tab.page.evaluate(() => void dispatchEvent(new Event('go')));
  await sleep(200);
}

describeOver('pipe', 'a frame of another site', (open) => {
  test('that hangs makes the capture partial, and costs neither the page nor its siblings', async () => {
    const { observation, staging } = await captureForTest(open, site.url('/page'), {
      before: hangFrame,
      // Printing and saving it all in one file wait for the frame as long as they may: not what this is about.
      limits: { printMs: 2_000, seenMs: 6_000 },
      input: { options: { pdf: false } },
    });
    const text = await staging.text('text.txt');
    expect(text).toContain('text of the page');
    expect(text).toContain('text of a frame that answers');
    expect(text).not.toContain('text of a frame that hangs');
    expect(observation.frames.map(({ captured }) => captured)).toEqual([false, true]);
    expect(observation.state).toBe('partial');
    expect(observation.reasons).toContainEqual({
      code: 'document-incomplete',
      detail: 'documents and text: 1 frames of other sites gave no answer and were not looked at',
    });
    // What the other frames named is checked all the same.
    expect(observation.completeness.checkedAgainst).toMatchObject({ resourceTree: 2, performanceEntries: expect.any(Number) as number });
    expect(observation.times).not.toHaveProperty('seenCompleteAt');
  });

  test('that answers is looked at: the control', async () => {
    const { observation, staging } = await captureForTest(open, site.url('/page'));
    expect(await staging.text('text.txt')).toContain('text of a frame that hangs');
    expect(observation.frames.map(({ captured }) => captured)).toEqual([true, true]);
    expect(observation.reasons).toEqual([]);
  });
});
