#!/usr/bin/env node
import { delimiter, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './setup/child.mjs';
import { findNode, findTool } from './setup/node-runtime.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { exitWith, SetupError } from './setup/say.mjs';

// node scripts/run.mjs FILE [ARGUMENT...]        runs a TypeScript file with the pinned Node
// node scripts/run.mjs --tool NAME [ARGUMENT...]  runs a local tool with it
await exitWith(async () => {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  await ensurePackages(root);
  const node = findNode(root);
  const [first, ...rest] = process.argv.slice(2);
  if (first === undefined) throw new SetupError('usage: node scripts/run.mjs FILE [ARGUMENT...] | --tool NAME [ARGUMENT...]');
  const [tool = '', ...toolArguments] = rest;
  const target = first === '--tool' ? [findTool(root, tool), ...toolArguments] : [resolve(root, first), ...rest];
  // Tools that start "node" themselves get the same one.
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` };
  return runChild(node, target, { cwd: root, env });
});
