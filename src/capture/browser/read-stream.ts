import type { CDPSession } from 'puppeteer-core';

const CHUNK_BYTES = 1024 * 1024;

/** Copies what the browser holds under `handle` (CDP IO domain) to its end. The caller closes the handle. */
export async function readStream(
  session: CDPSession,
  handle: string,
  write: (bytes: Buffer) => unknown,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const { data, base64Encoded, eof } = await session.send('IO.read', { handle, size: CHUNK_BYTES });
    if (signal.aborted) throw new Error('the PDF was not read to its end in time');
    await write(Buffer.from(data, base64Encoded === true ? 'base64' : 'utf8'));
    if (eof) return;
  }
}
