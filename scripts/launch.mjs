import { spawn } from 'node:child_process';
import * as module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodeOf } from './setup/child.mjs';
import { findNode, isFitNode } from './setup/node-runtime.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { exitWith } from './setup/say.mjs';

/**
 * Room for what lives shortly, in MB (bin/pugmark says the same in its first line): with the default a verification of gigabytes takes
 * 70 MB more for nothing.
 */
const NODE_OPTIONS = ['--max-semi-space-size=4'];

/**
 * Starts the command line: in this process when its Node will do, otherwise in a child under the pinned Node.
 * @param {readonly string[]} words
 */
export async function launch(words) {
  await exitWith(async () => {
    const root = dirname(dirname(fileURLToPath(import.meta.url)));
    await ensurePackages(root);
    if (!isFitNode(process.versions.node)) return runUnder(findNode(root), [join(root, 'bin', 'pugmark'), ...words]);
    // Sources are read as they are; what Node made of them last time starts in half the time. Not in the shared temporary
    // folder, where another account could leave code for us.
    module.enableCompileCache?.(join(root, 'node_modules', '.cache', 'pugmark-compile'));
    // Commands that make packages put a page into them that is built from the sources.
    if (words.some((word) => word === 'export' || word === 'demo' || word === 'workstation')) {
      const { ensureVerifier } = await import('./verifier/build-verifier.ts');
      await ensureVerifier(root);
    }
    const { main } = await import('../src/cli/main.ts');
    return main(words);
  });
}

/**
 * The channel does two things that plain signals cannot: the child notices when we are killed and stops working, and it
 * counts interrupts once although a terminal sends Ctrl-C to both of us.
 * @param {string} node
 * @param {readonly string[]} words
 * @returns {Promise<number>}
 */
function runUnder(node, words) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [...NODE_OPTIONS, ...words], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
    let interrupts = 0;
    const interrupt = () => {
      interrupts += 1;
      if (child.connected) child.send({ pugmarkInterrupts: interrupts });
    };
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt).on('SIGHUP', interrupt);
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(exitCodeOf(code, signal)));
  });
}
