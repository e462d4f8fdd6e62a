import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

const marketSchema = z.object({ bench: z.string(), ruler: z.string(), many: z.array(z.string()) });

/** Addresses of the practice market that the questions are asked of. */
export type BenchMarket = z.infer<typeof marketSchema> & { readonly close: () => void };

/** Starts the practice market in a process of its own, so that serving is not measured with capturing. */
export async function startBenchMarket(): Promise<BenchMarket> {
  const child = fork(join(import.meta.dirname, 'practice-child.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [message]: unknown[] = await once(child, 'message');
  return { ...marketSchema.parse(message), close: () => child.disconnect() };
}
