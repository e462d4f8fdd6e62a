import { existsSync, readFileSync } from 'node:fs';
import { runChild } from './child.mjs';
import { say } from './say.mjs';

/** True on Debian and its relatives when we may install packages without asking anybody. */
export function canInstallDebianPackages() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8')) && existsSync('/usr/bin/apt-get');
}

/** @type {Promise<number> | undefined} */
let updated;

/**
 * Installs packages of the distribution; the lists are refreshed once. Resolves false when apt-get could not.
 * @param {readonly string[]} names
 */
export async function installDebianPackages(names) {
  say(`Installing ${names.join(', ')} with apt-get ...`);
  updated ??= aptGet(['update', '-qq']);
  // Stale lists may still name what is wanted: only the installation decides.
  await updated;
  return (await aptGet(['install', '-y', '-qq', '--no-install-recommends', ...names])) === 0;
}

/** @param {readonly string[]} options */
function aptGet(options) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // apt-get talks on standard output, which belongs to the command that asked.
  return runChild('/bin/sh', ['-c', 'exec /usr/bin/apt-get "$@" >&2', 'apt-get', ...options], { env });
}
