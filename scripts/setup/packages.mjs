import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './folder-lock.mjs';
import { say, SetupError } from './say.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[], link?: boolean }} LockedPackage
 * @typedef {{ platform: string, arch: string }} Machine
 */

/**
 * Installs the packages of the lock file unless they are there. Nothing is compiled and no install script runs.
 * Throws SetupError when that cannot be done.
 * @param {string} root
 */
export async function ensurePackages(root) {
  if (arePackagesInstalled(root, process)) return;
  const nodeModules = join(root, 'node_modules');
  if (existsSync(nodeModules) && lstatSync(nodeModules).isSymbolicLink()) {
    throw new SetupError(
      'node_modules is a link and does not match package-lock.json: run "npm install" in the folder it points to, or remove the link',
    );
  }
  await withLock(join(root, '.setup.lock'), {
    onWait: () => say('Another command is installing packages here; waiting for it.'),
    act: async () => {
      // Whoever held the lock before may have done the work.
      if (!arePackagesInstalled(root, process)) await installPackages(root);
    },
  });
}

/**
 * True when everything that package-lock.json wants on this machine is in node_modules. npm writes its own
 * list there last, so that an installation cut short does not look complete.
 * @param {string} root
 * @param {Machine} machine
 */
export function arePackagesInstalled(root, machine) {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  const wanted = readPackages(join(root, 'package-lock.json')) ?? {};
  return Object.entries(wanted).every(([path, wants]) => {
    if (path === '') return true;
    const has = installed[path];
    if (has === undefined) return wants.optional === true && !isForMachine(wants, machine);
    return has.version === wants.version && has.integrity === wants.integrity;
  });
}

/**
 * A package that names a C library is left to npm: telling which one this machine has is npm's business.
 * @param {LockedPackage} wants
 * @param {Machine} machine
 */
function isForMachine(wants, machine) {
  if (wants.libc !== undefined || wants.os === undefined || wants.cpu === undefined) return false;
  return wants.os.includes(machine.platform) && wants.cpu.includes(machine.arch);
}

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage> | undefined}
 */
function readPackages(path) {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** @param {string} root */
async function installPackages(root) {
  say('Installing packages (once per lock file) ...');
  const startedMs = Date.now();
  const heartbeat = setInterval(() => say(`  still installing, ${Math.round((Date.now() - startedMs) / 1000)} s`), 10_000);
  // Not "npm ci": it refuses a lock file without the optional packages of other platforms, which is what npm writes where
  // a registry does not carry them. "install --no-save" takes the same versions, checks the same digests, writes no lock.
  // engine-strict is off here only: npm may be run by an older Node, the tool itself never is.
  const options = [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--engine-strict=false',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--loglevel=error',
  ];
  const exitCode = await runNpm(root, options).finally(() => clearInterval(heartbeat));
  if (exitCode !== 0) {
    throw new SetupError(
      `"npm install" failed in ${root} (see above): check the network and the access to the package registry, then try again`,
    );
  }
  if (!arePackagesInstalled(root, process)) {
    throw new SetupError(
      '"npm install" ended well, but packages for this machine are missing: run "npm install --include=optional" and see what it says',
    );
  }
  say(`Packages installed in ${Math.round((Date.now() - startedMs) / 1000)} s.`);
}

/**
 * @param {string} root
 * @param {readonly string[]} options
 * @returns {Promise<number>}
 */
function runNpm(root, options) {
  const { command, leading, shell } = npmCommand();
  return new Promise((resolve, reject) => {
    // npm's own output goes to standard error, like every message of the set-up.
    const child = spawn(command, [...leading, ...options], { cwd: root, stdio: ['ignore', 2, 2], shell });
    child.on('error', () => reject(new SetupError('npm was not found: install Node.js with npm (any version from 20), then try again')));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function npmCommand() {
  // Under "npm test" npm says where it is; beside Node is where its installers put it.
  const beside = [
    process.env.npm_execpath ?? '',
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((path) => path.endsWith('npm-cli.js') && existsSync(path));
  if (beside !== undefined) return { command: process.execPath, leading: [beside], shell: false };
  return { command: 'npm', leading: [], shell: process.platform === 'win32' };
}
