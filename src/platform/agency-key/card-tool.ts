import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PugmarkError } from '../../core/errors.ts';

export interface CardToolOptions {
  /** Path or name of OpenSC's `pkcs11-tool`. */
  readonly program?: string;
  /** How long a card and its module may take; default 30,000 ms. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** Name of the variable in which the tool finds the PIN. */
const PIN_VARIABLE = 'PUGMARK_CARD_PIN';

/**
 * Runs `pkcs11-tool` once. A module that hangs is ended with its process. Throws `device-failed` with the last line that the tool said,
 * `passphrase-wrong` for a wrong PIN; the PIN stands in no error.
 */
export async function runCardTool(
  words: readonly string[],
  options: CardToolOptions & { readonly input?: Uint8Array; readonly pin?: string; readonly wantsOutput?: boolean },
): Promise<{ readonly output: Uint8Array }> {
  // Readable by this account alone; what lies in it is public: a digest, a signature, a certificate.
  const folder = await mkdtemp(join(tmpdir(), 'pugmark-card-'));
  try {
    const [input, output] = [join(folder, 'in'), join(folder, 'out')];
    const all = [...words];
    if (options.input !== undefined) {
      await writeFile(input, options.input);
      all.push('--input-file', input);
    }
    if (options.wantsOutput === true) all.push('--output-file', output);
    if (options.pin !== undefined) all.push('--pin', `env:${PIN_VARIABLE}`);
    await run(all, options);
    return {
      output: options.wantsOutput === true ? new Uint8Array(await readFile(output).catch(() => Buffer.alloc(0))) : new Uint8Array(),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(words: readonly string[], options: CardToolOptions & { readonly pin?: string }): Promise<void> {
  const { program = 'pkcs11-tool', timeoutMs = DEFAULT_TIMEOUT_MS, pin } = options;
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(pin === undefined ? {} : { [PIN_VARIABLE]: pin }) },
    windowsHide: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
  let isTooLate = false;
  const timer = setTimeout(() => {
    isTooLate = true;
    // A module that hangs in the driver hears no request to end.
    child.kill('SIGKILL');
  }, timeoutMs);
  try {
    const ended = await new Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ code, signal }));
    });
    if (isTooLate) throw failed(`it did not answer within ${Math.round(timeoutMs / 1000)} s`);
    if (ended.signal !== null) throw failed(`its module crashed (${ended.signal})`);
    if (ended.code !== 0) throw refusalOf(said, pin);
  } catch (cause) {
    if (cause instanceof PugmarkError) throw cause;
    throw failed(`${program} cannot be started: install OpenSC`, cause);
  } finally {
    clearTimeout(timer);
  }
}

function refusalOf(said: string, pin: string | undefined): PugmarkError {
  if (/CKR_PIN_(?:INCORRECT|LEN_RANGE|INVALID)/.test(said)) return new PugmarkError('passphrase-wrong', 'The card does not take this PIN');
  if (said.includes('CKR_PIN_LOCKED')) return failed('its PIN is locked');
  const last =
    said
      .trim()
      .split('\n')
      .findLast((line) => /error|failed|not found|no slot|invalid/i.test(line)) ?? 'it refused';
  return failed((pin === undefined || pin === '' ? last : last.replaceAll(pin, '...')).slice(0, 200).replaceAll(/\p{C}/gu, ' '));
}

function failed(why: string, cause?: unknown): PugmarkError {
  return new PugmarkError('device-failed', `The card did not sign or give its certificate: ${why}`, cause === undefined ? {} : { cause });
}
