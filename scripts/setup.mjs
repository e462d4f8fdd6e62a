#!/usr/bin/env node
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './setup/child.mjs';
import { findNode } from './setup/node-runtime.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { exitWith } from './setup/say.mjs';

// Makes a fresh checkout ready to run: packages and a browser. Plain JavaScript without packages, for any Node from 20;
// the browser is found by the tool's own code, which needs the Node that came with the packages; so is the page built that goes into packages.
// Says nothing when there is nothing to do.
await exitWith(async () => {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  await ensurePackages(root);
  const exitCode = await runChild(findNode(root), [join(root, 'scripts', 'setup', 'browser.ts')]);
  return exitCode === 0 ? runChild(findNode(root), [join(root, 'scripts', 'verifier', 'build-verifier.ts')]) : exitCode;
});
