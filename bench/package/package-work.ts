import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

const workSchema = z.object({
  /** Without the start of the process and the opening of the vault, which cost the same for every package. */
  workMs: z.number(),
  /** Of all threads, for the same. */
  processorMs: z.number(),
  peakMegabytes: z.int(),
  /** At its highest until the vault was open. */
  openingMegabytes: z.int().optional(),
  path: z.string().optional(),
  sizeBytes: z.int().optional(),
});
/** What a child process says of its one export or verification. */
export type PackageWork = z.infer<typeof workSchema>;

/** With everything from the start of the process to its end. */
export type TimedWork = PackageWork & { readonly wholeMs: number };

/** Runs one export or verification in a process of its own. */
export async function runPackageWork(...words: readonly string[]): Promise<TimedWork> {
  const startedMs = performance.now();
  const child = fork(join(import.meta.dirname, 'package-child.ts'), words, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // As the command line starts (bin/pugmark).
    execArgv: ['--max-semi-space-size=4'],
  });
  const exit = once(child, 'exit');
  const gone = exit.then(() => Promise.reject(new Error('The measuring process ended without a result')));
  const [message]: unknown[] = await Promise.race([once(child, 'message'), gone]);
  child.disconnect();
  await exit;
  return { ...workSchema.parse(message), wholeMs: performance.now() - startedMs };
}
