import { request, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Bytes as they came. */
  readonly raw: Buffer;
  /** After content decoding. */
  readonly body: Buffer;
  readonly text: string;
  /** False when the connection ended before the promised end. */
  readonly whole: boolean;
}

function decoded(raw: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(raw);
  if (encoding === 'br') return brotliDecompressSync(raw);
  return raw;
}

/** One request to the market over a real connection; names under .localhost are not asked of any resolver. */
export async function ask(
  url: string,
  options: { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string } = {},
): Promise<Answer> {
  const { port, host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        path: pathname + search,
        method: options.method ?? 'GET',
        headers: { host, ...options.headers },
        agent: false,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        const finish = (whole: boolean) => {
          const raw = Buffer.concat(chunks);
          const body = whole ? decoded(raw, incoming.headers['content-encoding']) : raw;
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, raw, body, text: body.toString('utf8'), whole });
        };
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          finish(true);
        });
        incoming.on('error', () => {
          finish(false);
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(options.body);
  });
}
