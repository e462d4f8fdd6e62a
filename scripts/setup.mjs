#!/usr/bin/env node
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './setup/browser.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { exitWith } from './setup/say.mjs';

// Makes a fresh checkout ready to run: packages and a browser. Plain JavaScript without packages, for any Node from 20.
// Says nothing when there is nothing to do.
await exitWith(async () => {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  await ensurePackages(root);
  await ensureBrowser(root);
  return 0;
});
