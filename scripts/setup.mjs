#!/usr/bin/env node
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './setup/child.mjs';
import { findNode } from './setup/node-runtime.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { exitWith } from './setup/say.mjs';

// Makes a fresh checkout ready to run: packages and a browser. Plain JavaScript without packages, for any Node from 20;
// the browser is found by the tool's own code, which needs the Node that came with the packages.
// Says nothing when there is nothing to do.
await exitWith(async () => {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  await ensurePackages(root);
  return runChild(findNode(root), [join(root, 'scripts', 'setup', 'browser.ts')]);
});
