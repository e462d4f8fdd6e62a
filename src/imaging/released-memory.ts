/** Smaller buffers may share their memory with others, and so may those that are a part of it. */
const MIN_RELEASED_BYTES = 1024 * 1024;
const MAX_SPARE_BYTES = 1;

/**
 * Gives the memory of a picture back now; the buffer is empty then. The collector sees a small object and takes its time, while the next
 * pictures come.
 */
export function release({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && byteLength >= buffer.byteLength - MAX_SPARE_BYTES && byteLength >= MIN_RELEASED_BYTES)
    buffer.transfer(0);
}
