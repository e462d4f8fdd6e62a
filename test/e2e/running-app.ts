import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { onTestFinished } from 'vitest';
import { startSupervisor } from '../../src/workstation/supervisor.ts';
import { ensureRenderer } from '../../scripts/start/build-app.ts';
import { PROJECT_ROOT } from '../support/project.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { Person } from './person.ts';

export interface RunningApp {
  /** Before the window. */
  readonly person: Person;
  /** Ends the engine as a fault would. */
  readonly killEngine: () => void;
}

/** The workstation shell as `npm start -- --no-window` runs it, with folders of its own, and its window in a context of this browser. */
export async function startApp(browser: Browser): Promise<RunningApp> {
  const folder = tempFolder();
  const supervisor = await startSupervisor({
    vaultFolder: join(folder, 'vault'),
    stateFolder: join(folder, 'state'),
    rendererFolder: await ensureRenderer(PROJECT_ROOT),
    engineModule: pathToFileURL(join(PROJECT_ROOT, 'src', 'workstation', 'workstation-engine.ts')).href,
    say: () => undefined,
  });
  onTestFinished(() => supervisor.close());
  const context = await browser.createBrowserContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.setViewport({ width: 1280, height: 800 });
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(supervisor.issueUrl());
  return { person: new Person(page), killEngine: () => void process.kill(supervisor.enginePid, 'SIGKILL') };
}
