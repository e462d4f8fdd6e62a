import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startPracticeMarket } from '../src/practice/practice-market.ts';
import { exitWith, say, SetupError } from './setup/say.mjs';
import { startRealApp } from './screenshots/app.ts';
import { fillVault } from './screenshots/practice-case.ts';
import { photograph, type Look } from './screenshots/camera.ts';
import { FIRST_SCREEN, listMoreScreens, listScreens } from './screenshots/screens.ts';
import { ensureRenderer } from './start/build-app.ts';

// npm run screenshots: docs/images/app/<screen>-<theme>.png, of the real app with a practice case.
// npm run screenshots -- --look FOLDER: as well in French and Dutch, on a large screen and zoomed to 200 %, into that folder, for looking at.

const root = dirname(import.meta.dirname);
const STORED: Look = { name: '', language: 'en', width: 1280, height: 800 };
const LOOKED_AT: readonly Look[] = [
  { name: 'large-', language: 'en', width: 1920, height: 1080 },
  { name: 'fr-', language: 'fr', width: 1280, height: 800 },
  { name: 'nl-', language: 'nl', width: 1280, height: 800 },
  // A window of 1280 by 800 that is zoomed to 200 %.
  { name: 'zoomed-', language: 'fr', width: 640, height: 400, scale: 2 },
];

async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: { look: { type: 'string' } } });
  const market = await startPracticeMarket();
  const app = await startRealApp(root, await ensureRenderer(root));
  try {
    const shots = [{ look: STORED, folder: join(root, 'docs', 'images', 'app') }];
    if (values.look !== undefined) {
      const folder = resolve(process.env['INIT_CWD'] ?? process.cwd(), values.look);
      shots.push(...LOOKED_AT.map((look) => ({ look, folder })));
    }
    for (const shot of shots) await photograph(app, [FIRST_SCREEN], shot);
    say('Filling a practice case ...');
    const shown = await fillVault(app, market);
    for (const shot of shots) await photograph(app, listScreens(shown), shot);
    for (const shot of shots.slice(1)) await photograph(app, listMoreScreens(shown), shot);
    for (const complaint of app.complaints) say(complaint);
    return app.complaints.length === 0 ? 0 : 1;
  } finally {
    await app.close();
    await market.close();
  }
}

await exitWith(async () => {
  try {
    return await main(process.argv.slice(2));
  } catch (error) {
    throw error instanceof Error ? new SetupError(error.stack ?? error.message) : error;
  }
});
