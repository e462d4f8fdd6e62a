import { readFileSync } from 'node:fs';
import type { RecordedExchange, SpooledBody } from '../../src/core/model/exchange.ts';

/** The only exchange with this path. Throws when there is none or more than one. */
export function exchangeAt(exchanges: readonly RecordedExchange[], path: string): RecordedExchange {
  const found = exchanges.filter((exchange) => new URL(exchange.request.url).pathname === path);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} exchanges at ${path}`);
  return found[0];
}

export function bytesOf(body: SpooledBody | undefined): Buffer {
  if (body === undefined) throw new Error('No body');
  return readFileSync(body.path);
}
