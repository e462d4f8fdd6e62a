import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBareSite, type BareSite } from '../../support/bare-page.ts';
import { describeOver } from '../../support/browser-kinds.ts';
import { captureForTest } from '../../support/captured-page.ts';
import { columnOf, decodePixels } from '../../support/pixels.ts';
import { isLongTier, withLongerTier } from '../../support/tier.ts';

let site: BareSite;
beforeAll(async () => {
  site = await startBareSite();
});
afterAll(() => site.close());

const ROWS = 12;
const ROW_PX = 200;
const rows = Array.from(
  { length: ROWS },
  (_, i) => `<div style="height:${ROW_PX}px;background:rgb(${i},100,200)">${i} ${'one two three '.repeat(5)}</div>`,
).join('');
const inRows = (count: number): readonly unknown[] => Array.from({ length: count * ROW_PX }, (_, y) => [Math.floor(y / ROW_PX), 100, 200]);

const EMPTIES = `addEventListener('resize', () => { list.textContent = ''; setTimeout(() => { list.innerHTML = all }, 300) });`;
const COUNTS_DOWN = `setInterval(() => { for (const row of list.children) row.firstChild.data = Date.now() + ' seconds left'; }, 50);`;
const RESTYLES = `addEventListener('resize', () => document.body.classList.toggle('narrow', innerWidth < 700));`;

// One in each run that draws itself anew, late; that ordinary pages have no such warning is seen by many others.
const PAGES = withLongerTier<readonly [name: string, script: string, style: string, told: readonly string[]]>(
  [['that empties its list at a change of size and fills it later', EMPTIES, '', ['redrawn-while-pictured']]],
  [
    ['that does not care', '', '', []],
    ['whose clocks run', COUNTS_DOWN, '', []],
    ['that has another layout for narrow views', RESTYLES, '.narrow #list > div:nth-child(n+6) {display:none}', []],
    ['of which the browser draws only what is near the view', '', '#list > div {content-visibility:auto}', []],
  ],
);

describeOver('pipe', 'the picture of a whole page', (open) => {
  test.each(PAGES)('%s has every row once', async (_, script, style, told) => {
    site.route(
      '/page',
      `<style>${style}</style><body style="margin:0"><div id=list style="height:${ROWS * ROW_PX}px">${rows}</div><script>const all = list.innerHTML; ${script}</script>`,
    );
    const { observation, staging } = await captureForTest(open, site.url('/page'), { input: { options: { pdf: false } } });
    expect(observation).toMatchObject({ state: 'sealed', completeness: { items: [] } });
    const codes = observation.warnings.map(({ code }) => code).filter((code) => code !== 'sandbox-off');
    expect(codes).toEqual(told);
    expect(columnOf(await decodePixels(await staging.bytes('screenshot-full.png')), 1_000)).toEqual(inRows(ROWS));
  });
});

describeOver('pipe', 'pictures that wait until they have been in view for a while', (open) => {
  test('are waited for; those that wait for something else are named, and a body that does not scroll on its own is no inner area', async () => {
    const png = await sharp({ create: { width: 80, height: 80, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    for (const i of [1, 2]) site.route(`/late-${i}.png`, png, { 'content-type': 'image/png' });
    site.route(
      '/lazy',
      `<body style="margin:0;height:100vh;overflow-x:hidden"><div style="height:1500px"></div><img data-src="/late-1.png"><img data-src="/late-2.png"><img data-original="/never.png">
      <div style="height:1500px"></div><script>
      const waiting = new Map();
      const observer = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
        clearTimeout(waiting.get(target));
        if (isIntersecting && target.dataset.src) waiting.set(target, setTimeout(() => { target.src = target.dataset.src }, 300));
      }));
      document.querySelectorAll('img').forEach((image) => observer.observe(image));
      </script>`,
    );
    const { observation, staging } = await captureForTest(open, site.url('/lazy'), { input: { options: { pdf: false } } });
    const items = observation.completeness.items.map(({ url, problem, namedBy }) => [new URL(url).pathname, problem, namedBy]);
    expect(items).toEqual([['/never.png', 'not-captured', 'drawn-images']]);
    expect(staging.names('media')).toHaveLength(1);
    expect(observation.completeness.checkedAgainst.drawnImages).toBe(3);
  });
});

const describeInLongTier: typeof describeOver = (...all) => (isLongTier() ? describeOver(...all) : undefined);

describeInLongTier('pipe', 'an inner area that draws what is in view alone', (open) => {
  test.each([true, false])('(%s): is pictured whole, and it is said that the text lacks what it took away', async (drawsOnly) => {
    site.route(
      '/inner',
      `<body style="margin:0"><div id=area style="height:600px;overflow-y:auto"><div id=list style="position:relative;height:${ROWS * ROW_PX}px"></div></div><script>
      const draw = () => {
        const first = ${drawsOnly} ? Math.floor(area.scrollTop / ${ROW_PX}) : 0, last = ${drawsOnly} ? first + 4 : ${ROWS};
        list.textContent = '';
        for (let i = first; i < Math.min(last, ${ROWS}); i += 1) list.insertAdjacentHTML('beforeend', '<div style="position:absolute;left:0;right:0;height:${ROW_PX}px;top:' + i * ${ROW_PX} + 'px;background:rgb(' + i + ',100,200)">message ' + i + '</div>');
      };
      if (${drawsOnly}) area.addEventListener('scroll', draw);
      draw();
      </script>`,
    );
    const { observation, staging } = await captureForTest(open, site.url('/inner'), { input: { options: { pdf: false } } });
    expect(observation).toMatchObject({ state: 'sealed', completeness: { items: [] } });
    expect(columnOf(await decodePixels(await staging.bytes('screenshot-inner.png')), 900)).toEqual(inRows(ROWS));
    const told = observation.warnings.filter(({ code }) => code === 'drawn-only-in-view').map(({ detail }) => detail);
    expect(told).toHaveLength(drawsOnly ? 1 : 0);
    expect(told.filter((one) => !/views of the inner area .* \[text-after\] lack them$/.test(one))).toEqual([]);
  });
});
