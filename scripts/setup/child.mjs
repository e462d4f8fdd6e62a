import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const ignore = () => undefined;

/**
 * Runs a command with our own standard streams and resolves with its exit code; signals sent to us alone are passed on.
 * A terminal sends Ctrl-C to the child as well, so that it is not passed on twice.
 * @param {string} command
 * @param {readonly string[]} options
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [settings]
 * @returns {Promise<number>}
 */
export function runChild(command, options, settings = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, options, { stdio: 'inherit', ...settings });
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => void child.kill(signal);
    process.on('SIGTERM', pass).on('SIGHUP', pass).on('SIGINT', ignore);
    const settle = () => process.off('SIGTERM', pass).off('SIGHUP', pass).off('SIGINT', ignore);
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('close', (code, signal) => {
      settle();
      resolve(exitCodeOf(code, signal));
    });
  });
}

/**
 * The exit code a shell would report.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCodeOf(code, signal) {
  if (signal !== null) return 128 + (constants.signals[signal] ?? 0);
  return code ?? 1;
}
