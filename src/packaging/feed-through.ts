import { pipeline } from 'node:stream/promises';
import type { Transform } from 'node:stream';

/**
 * What comes out of `engine` when `source` goes in. Destroys the engine at the end, also when the consumer stops early. Throws what the
 * source or the engine throws.
 */
export async function* feedThrough(source: AsyncIterable<Uint8Array>, engine: Transform): AsyncGenerator<Uint8Array> {
  let isStopped = false;
  const feeding = pipeline(source, engine).catch((fault: unknown) => {
    // A consumer that has enough destroys the engine, which ends the feeding early; that is no fault.
    if (!isStopped) throw fault;
  });
  // Awaited below; until then an engine that fails must not count as an unhandled rejection.
  feeding.catch(() => undefined);
  try {
    for await (const piece of engine as AsyncIterable<Uint8Array>) yield piece;
    await feeding;
  } finally {
    isStopped = true;
    engine.destroy();
  }
}
