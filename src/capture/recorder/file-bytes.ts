import { createReadStream } from 'node:fs';

/**
 * The bytes of a file, opened when the first one is asked for. A stream that was opened and that nobody reads, because its writing was
 * refused, would end the process with its own error once the file is removed.
 */
export async function* readFileBytes(path: string): AsyncGenerator<Uint8Array> {
  for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024 })) if (piece instanceof Uint8Array) yield piece;
}
