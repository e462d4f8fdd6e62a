import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from './say.mjs';

/** The oldest Node that runs our TypeScript sources as they are and that the packages ask for. */
const OLDEST = { major: 24, minor: 15 };

/**
 * True for `24.15.0` and every later 24.
 * @param {string} version as in `process.versions.node`
 */
export function isFitNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === OLDEST.major && minor >= OLDEST.minor;
}

/**
 * The Node that runs our sources: the pinned one that came with the packages, else the one running now.
 * Throws SetupError when neither will do.
 * @param {string} root
 * @returns {string} path of the binary
 */
export function findNode(root) {
  const pinned = join(
    root,
    'node_modules',
    `node-${platformName()}-${process.arch}`,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(pinned)) return pinned;
  if (isFitNode(process.versions.node)) return process.execPath;
  throw new SetupError(
    `no Node ${OLDEST.major}.${OLDEST.minor} for ${process.platform} ${process.arch} comes with the packages and this is Node ${process.versions.node}: ` +
      `run the same command with Node ${OLDEST.major} (from ${OLDEST.major}.${OLDEST.minor})`,
  );
}

/**
 * The script behind a local tool (`vitest`, `tsc` ...), to be run by `findNode`. Throws SetupError when it is not installed.
 * @param {string} root
 * @param {string} tool
 */
export function findTool(root, tool) {
  const packageName = TOOL_PACKAGES[tool] ?? tool;
  const manifest = join(root, 'node_modules', packageName, 'package.json');
  if (!existsSync(manifest)) throw new SetupError(`${tool} is not installed: run "npm run setup"`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  const script = typeof bin === 'string' ? bin : bin?.[tool];
  if (typeof script !== 'string') throw new SetupError(`${packageName} brings no command named ${tool}`);
  return join(dirname(manifest), script);
}

/** @type {Record<string, string>} */
const TOOL_PACKAGES = { tsc: 'typescript', browsers: '@puppeteer/browsers' };

function platformName() {
  return process.platform === 'win32' ? 'win' : process.platform;
}
