import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBareSite, type BareSite } from '../../support/bare-page.ts';
import { describeOver } from '../../support/browser-kinds.ts';
import { captureForTest } from '../../support/captured-page.ts';
import { columnOf, decodePixels } from '../../support/pixels.ts';
import { isLongTier } from '../../support/tier.ts';

let site: BareSite;
beforeAll(async () => {
  site = await startBareSite();
});
afterAll(() => site.close());

const withoutPdf = { options: { pdf: false } };
const ROW_PX = 200;
const ROWS = 14;
const colour = (i: number): string => `rgb(${i},100,200)`;

/** Rows of a colour of their own, each with a picture. `drawOnly`: those in view alone are there, as in feeds that take their rows away again. */
function listPage(drawOnly: boolean): string {
  return `<!doctype html><body style="margin:0"><div id=list style="position:relative;height:${ROWS * ROW_PX}px;margin-bottom:100px"></div>
  <script type="application/json">["${Array.from({ length: ROWS }, (_, i) => `row ${i}`).join('", "')}"]</script>
  <div style="position:fixed;bottom:0;left:0;right:0;height:100px;background:rgb(0,255,0)">cookies</div><script>
  const draw = () => {
    const [first, last] = ${drawOnly} ? [Math.floor(scrollY / ${ROW_PX}), (scrollY + innerHeight) / ${ROW_PX}] : [0, ${ROWS}];
    list.textContent = '';
    for (let i = Math.max(0, first); i < Math.min(${ROWS}, last); i += 1) {
      const row = document.createElement('div');
      row.style.cssText = 'position:absolute;left:0;right:0;height:${ROW_PX}px;top:' + i * ${ROW_PX} + 'px;background:rgb(' + i + ',100,200)';
      row.innerHTML = 'row ' + i + '<img width=100 height=100 src="/picture-' + i + '.png" style="position:absolute;left:200px">';
      list.append(row);
    }
  };
  if (${drawOnly}) addEventListener('scroll', draw);
  draw();
</script></body>`;
}

const solidPng = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 100, height: 100, channels: 3, background } })
    .png()
    .toBuffer();

const rowsOf = (heightPx: number): readonly unknown[] =>
  Array.from({ length: ROWS * heightPx }, (_, y) => [Math.floor(y / heightPx), 100, 200]);

// The others in the long tier: another test of every change shows that an ordinary page has no such warning.
const LISTS = [
  ['draws only what is in view', true, {}],
  ['draws all of its rows', false, {}],
  ['draws only what is in view, at two device pixels', true, { launch: { extraFlags: ['--force-device-scale-factor=2'] } }],
] as const;
const SCROLLERS = [
  ['that snaps to its sections', 'scroll-snap-type:y mandatory', 0],
  ['with a bar that sticks to its top', '', 40],
] as const;

describeOver('pipe', 'a list that draws what is in view alone', (open) => {
  test.each(LISTS.slice(0, isLongTier() ? 3 : 1))(
    '%s: every row is in the picture once, also below a bar, and its picture among the media',
    async (_, drawOnly, options) => {
      site.route('/list', listPage(drawOnly));
      for (let i = 0; i < ROWS; i += 1) site.route(`/picture-${i}.png`, await solidPng(`rgb(${i},1,1)`), { 'content-type': 'image/png' });
      const { observation, staging } = await captureForTest(open, site.url('/list'), { input: withoutPdf, ...options });
      const scale = 'launch' in options ? 2 : 1;
      expect(observation).toMatchObject({ state: 'sealed', completeness: { items: [] } });
      const column = columnOf(await decodePixels(await staging.bytes('screenshot-full.png')), 1000 * scale);
      expect(column.slice(0, -100 * scale)).toEqual(rowsOf(ROW_PX * scale));
      expect(staging.names('media')).toHaveLength(ROWS);
      // Only where something was lost is it said; the rows under the bar are laid over in both.
      expect(observation.warnings.map(({ code }) => code).filter((code) => code === 'drawn-only-in-view')).toHaveLength(drawOnly ? 1 : 0);
      const laidOver = staging.names('screenshot-tile').filter((name) => name.startsWith('screenshot-view-'));
      // At least three views are below the first; of a page that has all of its rows, those below the bar alone.
      expect(Math.min(3, laidOver.length)).toBe(drawOnly ? 3 : 1);
      expect(observation.recipes.find(({ name }) => name === 'screenshot-full.png')?.patches).toHaveLength(laidOver.length);
    },
  );
});

describeOver('pipe', 'an inner area', (open) => {
  test.each(SCROLLERS.slice(0, isLongTier() ? 2 : 1))('%s is pictured with every row once', async (_, style, barPx) => {
    const bar = `<div style="position:sticky;top:0;height:${barPx}px;margin-bottom:-${barPx}px;background:rgb(255,0,0)"></div>`;
    const sections = Array.from(
      { length: 5 },
      (_, i) => `<section style="scroll-snap-align:start;height:${i % 2 === 0 ? 900 : 400}px;background:${colour(i)}">${i}</section>`,
    ).join('');
    site.route('/inner', `<body style="margin:0"><div style="height:600px;overflow-y:scroll;${style}">${bar}${sections}</div>`);
    const { observation, staging } = await captureForTest(open, site.url('/inner'), { input: withoutPdf });
    expect(observation).toMatchObject({ state: 'sealed', completeness: { items: [] } });
    const column = columnOf(await decodePixels(await staging.bytes('screenshot-inner.png')), 600);
    const wanted = [900, 400, 900, 400, 900].flatMap((height, i) => Array.from({ length: height }, () => [i, 100, 200]));
    // The bar stands where it stood at first, and nowhere else.
    expect(column).toEqual([...Array.from({ length: barPx }, () => [255, 0, 0]), ...wanted.slice(barPx)]);
  });

  test('of which no place shows some rows says how many are pictured; other areas, frames and pictures that never came are named', async () => {
    const gaps = Array.from(
      { length: 4 },
      (_, i) => `<section style="scroll-snap-align:center;height:500px;margin:150px 0;background:${colour(i)}">${i}</section>`,
    );
    site.route('/near.png', await solidPng('red'), { 'content-type': 'image/png' });
    site.route('/inside', '<div style="height:2000px">inside</div>');
    site.route(
      '/areas',
      `<body style="margin:0"><div style="height:600px;overflow-y:scroll;scroll-snap-type:y mandatory">${gaps.join('')}</div>
      <div style="height:100px;width:300px;overflow-x:auto"><div style="width:9000px"><img src="/near.png" loading=lazy width=90 height=90><img src="/far.png" loading=lazy width=90 height=90 style="margin-left:8000px"></div></div><div style="height:100px;width:300px;overflow:auto">fits</div>
      <iframe src="/inside" width=400 height=100></iframe>`,
    );
    const { observation } = await captureForTest(open, site.url('/areas'), { input: withoutPdf });
    const details = observation.completeness.items.map(({ class: classOf, detail, url }) => [classOf, new URL(url).pathname, detail]);
    expect(details).toEqual(
      expect.arrayContaining([
        ['shown', '/far.png', 'named by the page and not among the recorded exchanges'],
        ['shown', '/areas', expect.stringMatching(/^inner area: 2[34]\d\d of 2[67]\d\d px pictured$/)],
        ['shown', '/areas', expect.stringMatching(/^an inner area that was not scrolled: 300 of 9000 px of its width pictured$/)],
        ['shown', '/inside', expect.stringMatching(/^a frame that was not scrolled: 100 of 20\d\d px of its height pictured$/)],
      ]),
    );
    expect(details).toHaveLength(4);
  });
});
