import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPracticeMarket, type PracticeMarket } from '../../../src/practice/practice-market.ts';
import { startBareSite, type BareSite } from '../../support/bare-page.ts';
import { describeOver, describeOverTransportsOfTier } from '../../support/browser-kinds.ts';
import { captureForTest } from '../../support/captured-page.ts';
import { columnOf, decodePixels } from '../../support/pixels.ts';
import { isLongTier } from '../../support/tier.ts';

let market: PracticeMarket;
let site: BareSite;
beforeAll(async () => {
  [market, site] = await Promise.all([startPracticeMarket(), startBareSite()]);
});
afterAll(() => Promise.all([market.close(), site.close()]));

const withoutPdf = { options: { pdf: false } };

/** A box with 120 rows of 40 px of which only those in view exist, each of a colour of its own; begins at row 60. */
const VIRTUALISED = `<!doctype html><body style="margin:0"><header style="height:60px;background:#eee"></header><div id=host></div><script>
  const root = host.attachShadow({ mode: 'closed' });
  root.innerHTML = '<div id=box style="height:500px;width:900px;overflow-y:auto;position:relative;border:3px solid #fff"><div style="height:4800px"></div></div>';
  const box = root.getElementById('box');
  const draw = () => {
    box.querySelectorAll('p').forEach((row) => row.remove());
    for (let i = Math.floor(box.scrollTop / 40); i < Math.min(120, (box.scrollTop + 500) / 40); i += 1) {
      const row = document.createElement('p');
      row.style.cssText = 'position:absolute;margin:0;left:0;right:0;height:40px;top:' + i * 40 + 'px;background:rgb(' + i + ',100,200)';
      row.textContent = 'row ' + i;
      box.append(row);
    }
  };
  box.addEventListener('scroll', draw);
  box.scrollTop = 2400; draw();
  window.where = () => box.scrollTop;
</script></body>`;

describeOverTransportsOfTier('a virtualised list in a closed shadow root', (open) => {
  test('is pictured row by row, each once, and put back', async () => {
    site.route('/virtualised', VIRTUALISED);
    const { observation, staging, opened } = await captureForTest(open, site.url('/virtualised'), { input: withoutPdf });
    expect(observation.reasons).toEqual([]);
    expect(staging.names('screenshot-inner')).toEqual([
      ...Array.from({ length: 10 }, (_, i) => `screenshot-inner-tile-${String(i + 1).padStart(3, '0')}.png`),
      'screenshot-inner.png',
    ]);
    const column = columnOf(await decodePixels(await staging.bytes('screenshot-inner.png')), 400);
    expect(column).toEqual(Array.from({ length: 4800 }, (_, y) => [Math.floor(y / 40), 100, 200]));
    expect(observation.completeness.items).toEqual([]);
    expect(await opened.tab.page.evaluate('where()')).toBe(2400);
    const last = observation.recipes.find(({ name }) => name === 'screenshot-inner.png')?.tiles.at(-1);
    expect(last?.skipTopPx).toBeGreaterThan(0);
  });
});

describeOver('pipe', 'a conversation', (open) => {
  test.each(isLongTier() ? (['chat-older', 'chat-newer'] as const) : (['chat-newer'] as const))(
    '%s is loaded to its end and pictured whole',
    async (feature) => {
      const { observation, staging } = await captureForTest(open, market.pageWith(feature), { input: withoutPdf });
      expect(observation.reasons).toEqual([]);
      const inner = observation.recipes.find(({ name }) => name === 'screenshot-inner.png');
      expect(inner?.heightPx).toBeGreaterThan(5_000);
      expect(staging.names('screenshot-inner').length).toBeGreaterThan(5);
      expect(observation.completeness.items).toEqual([]);
    },
  );

  test('longer than the limit is pictured up to it, and what is missing is told', async () => {
    const { observation, staging } = await captureForTest(open, market.pageWith('chat-newer'), {
      input: withoutPdf,
      limits: { innerScrollerPx: 2_000 },
    });
    expect(observation).toMatchObject({ state: 'partial', reasons: [{ code: 'height-limit' }] });
    const [item] = observation.completeness.items;
    expect(item).toMatchObject({ class: 'shown', problem: 'not-captured', namedBy: 'inner-scroller' });
    expect(item?.detail).toMatch(/^inner area: 2\d\d\d of \d{4,5} px pictured$/);
    expect(staging.names('screenshot-inner').length).toBeLessThan(6);
  });
});

describeOver('pipe', 'a page without inner scroller', (open) => {
  test('has no picture of one: small boxes, text fields and boxes that do not scroll are none', async () => {
    site.route(
      '/none',
      `<div style="overflow:auto;height:600px">short</div><div style="overflow:auto;height:90px;width:90px"><div style="height:999px">x</div></div>
      <textarea style="width:900px;height:500px">${'line\n'.repeat(200)}</textarea><div style="overflow:hidden;height:300px"><div style="height:3000px">x</div></div>`,
    );
    const { observation, staging } = await captureForTest(open, site.url('/none'), { input: withoutPdf });
    expect(observation.reasons).toEqual([]);
    expect(staging.names('screenshot-inner')).toEqual([]);
  });
});
