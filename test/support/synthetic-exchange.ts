import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../src/core/clock.ts';
import type { Random } from '../../src/core/ids.ts';
import { tempFolder } from './temp-folder.ts';
import type { HeaderList, RecordedExchange, SpooledBody } from '../../src/core/model/exchange.ts';

/** A body of these bytes in a file of `folder`. */
export function spoolBody(folder: string, bytes: string | Uint8Array): SpooledBody {
  const content = Buffer.from(bytes);
  const hex = createHash('sha256').update(content).digest('hex');
  const path = join(folder, hex);
  writeFileSync(path, content);
  return { path, sizeBytes: content.length, sha256: `sha256:${hex}` };
}

export interface ExchangeSketch {
  readonly url: string;
  readonly method?: string;
  readonly startedAt?: string;
  readonly requestHeaders?: HeaderList;
  readonly requestBody?: SpooledBody;
  readonly status?: number;
  readonly headers?: HeaderList;
  readonly body?: SpooledBody;
  readonly more?: Partial<RecordedExchange>;
  readonly response?: Partial<RecordedExchange['response']>;
}

let count = 0;

/** An exchange with everything that a sketch leaves out. */
export function sketchExchange(sketch: ExchangeSketch): RecordedExchange {
  count += 1;
  return {
    id: `x${count}`,
    phase: 'seen',
    startedAt: sketch.startedAt ?? '2026-03-02T08:00:00.000Z',
    resourceType: 'Fetch',
    requestedBy: 'page',
    initiator: 'script',
    request: {
      method: sketch.method ?? 'GET',
      url: sketch.url,
      headers: sketch.requestHeaders ?? [['Host', new URL(sketch.url).host]],
      headersComplete: true,
      ...(sketch.requestBody === undefined ? {} : { body: sketch.requestBody }),
    },
    response: {
      status: sketch.status ?? 200,
      statusText: 'OK',
      protocol: 'http/1.1',
      headers: sketch.headers ?? [['Content-Type', 'text/plain']],
      head: 'exact',
      mimeType: 'text/plain',
      source: 'network',
      remote: { ip: '192.0.2.7', port: 443, isProxy: false },
      ...(sketch.body === undefined ? {} : { body: sketch.body }),
      ...sketch.response,
    },
    ...sketch.more,
  };
}

/** The answer of an exchange with another body. */
export function otherBody({ response }: RecordedExchange): Pick<RecordedExchange, 'response'> {
  if (response === undefined) return {};
  return { response: { ...response, body: spoolBody(tempFolder(), 'something else') } };
}

/** The same numbers each time: the n-th UUID is `00000000-...-n`. Bytes and UUIDs are counted apart. */
export function countingRandom(): Random {
  let uuids = 0;
  let bytes = 0;
  return {
    uuid: () => `00000000-0000-4000-8000-${String((uuids += 1)).padStart(12, '0')}`,
    bytes: (length) => new Uint8Array(length).fill((bytes += 1)),
  };
}

export const frozenClock: Clock = { now: () => '2026-03-02T09:10:12.345Z', monotonicMs: () => 0 };
