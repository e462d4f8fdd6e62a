import { Readable, Writable } from 'node:stream';
import { Interrupts } from '../../src/cli/interrupts.ts';
import { runCommandLine } from '../../src/cli/main.ts';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let last: Promise<unknown> = Promise.resolve();

/** Runs a command line in this process with `env` as its surroundings; one after the other, since they are those of the process. */
export function runInThisProcess(words: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const ran = last.then(() => inSurroundings(env, () => run(words, env)));
  last = ran.catch(() => undefined);
  return ran;
}

async function run(words: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const stdout = new Collected();
  const stderr = new Collected();
  const interrupts = new Interrupts({
    onFirst: () => undefined,
    exit: (code) => {
      throw new Error(`nothing in these tests interrupts twice (${code})`);
    },
  });
  const code = await runCommandLine(words, { stdin: Readable.from([]), stdout, stderr, env }, interrupts);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

async function inSurroundings<T>(env: NodeJS.ProcessEnv, act: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  setSurroundings(env);
  try {
    return await act();
  } finally {
    setSurroundings(before);
  }
}

/** Every variable as given and no other; `process.env` itself has to stay, since its homes are read by Node. */
function setSurroundings(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (env[name] === undefined) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
}

/** A stream that keeps what was written; like standard output it has no end. */
class Collected extends Writable {
  readonly #chunks: Buffer[] = [];

  get text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }
}
