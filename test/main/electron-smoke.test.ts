import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findElectron } from '../../scripts/start/find-electron.ts';
import { eventually } from '../support/eventually.ts';
import { projectPath } from '../support/project.ts';
import { RawChromium } from '../support/raw-chromium.ts';

it('shows the window of the app in Electron itself', async (context) => {
  const electron = findElectron(projectPath('.'), process.env, process.platform);
  context.skip(electron === undefined, 'the binary of Electron is not here');
  context.skip(!existsSync(projectPath('out/main/main.js')), 'the shell is not built: npm start builds it');
  const folder = mkdtempSync(join(tmpdir(), 'pugmark-electron-'));
  const shell = new RawChromium(electron ?? '', [projectPath('.'), '--vault', join(folder, 'vault'), `--user-data-dir=${folder}`]);
  try {
    await eventually(async () => {
      const { targetInfos } = (await shell.send('Target.getTargets')) as {
        readonly targetInfos: readonly { readonly url: string; readonly title: string }[];
      };
      expect(targetInfos).toContainEqual(expect.objectContaining({ url: 'pugmark://app/index.html' }));
    });
  } finally {
    await shell.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

it('is started by the entry that package.json names', () => {
  const { main } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as { readonly main: unknown };
  expect(main).toBe('out/main/main.js');
});
