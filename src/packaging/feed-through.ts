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

/**
 * The same bytes, small pieces put together to pieces of about `gatheredBytes`; large ones pass as they are. Sources must not use the memory
 * of a large piece again.
 */
export async function* gatherPieces(source: AsyncIterable<Uint8Array>, gatheredBytes: number): AsyncGenerator<Uint8Array> {
  let gathered = Buffer.allocUnsafeSlow(gatheredBytes);
  let used = 0;
  for await (const piece of source) {
    if (used + piece.length > gatheredBytes) {
      if (used > 0) {
        yield gathered.subarray(0, used);
        // Whoever writes may hold what it was given until it is written: a new one each time.
        gathered = Buffer.allocUnsafeSlow(gatheredBytes);
        used = 0;
      }
      if (piece.length > gatheredBytes / 2) {
        yield piece;
        continue;
      }
    }
    gathered.set(piece, used);
    used += piece.length;
  }
  if (used > 0) yield gathered.subarray(0, used);
}
