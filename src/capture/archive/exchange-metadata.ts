import type { RecordedExchange } from '../../core/model/exchange.ts';
import type { ExchangeMetadata } from '../../core/model/exchange-metadata.ts';
import type { WrittenHead } from './http-head.ts';

interface WrittenSide {
  readonly head: WrittenHead | undefined;
  readonly withheld: readonly string[];
}

/** What is known of an exchange beyond its two messages, and what was done to them when they were written. */
export function buildExchangeMetadata(exchange: RecordedExchange, request: WrittenSide, response: WrittenSide): ExchangeMetadata {
  const { response: answer, problem } = exchange;
  return {
    format: 'exchange-metadata/v1',
    exchange: exchange.id,
    startedAt: exchange.startedAt,
    phase: exchange.phase,
    resourceType: wellFormed(exchange.resourceType),
    initiator: wellFormed(exchange.initiator),
    requestedBy: exchange.requestedBy,
    ...(exchange.frameId === undefined ? {} : { frame: wellFormed(exchange.frameId) }),
    ...(exchange.loaderId === undefined ? {} : { loader: wellFormed(exchange.loaderId) }),
    request: {
      headersComplete: exchange.request.headersComplete,
      ...named('altered', request.head?.altered),
      ...named('withheld', request.withheld),
    },
    ...(answer === undefined
      ? {}
      : {
          response: {
            source: answer.source,
            head: answer.head,
            protocol: wellFormed(answer.protocol),
            mimeType: wellFormed(answer.mimeType),
            ...(answer.remote === undefined ? {} : { remote: answer.remote }),
            ...(answer.encodedSizeBytes === undefined ? {} : { encodedSizeBytes: answer.encodedSizeBytes }),
            ...named('renamed', response.head?.renamed),
            ...named('altered', response.head?.altered),
            ...named('withheld', response.withheld),
          },
        }),
    ...(exchange.redirectedTo === undefined ? {} : { redirectedTo: wellFormed(exchange.redirectedTo) }),
    ...(problem === undefined ? {} : { problem: { kind: problem.kind, detail: wellFormed(problem.detail) } }),
  };
}

function named<Name extends string>(name: Name, values: readonly string[] | undefined): Partial<Record<Name, string[]>> {
  if (values === undefined || values.length === 0) return {};
  const result: Partial<Record<Name, string[]>> = {};
  result[name] = [...values];
  return result;
}

/** Canonical JSON holds no lone surrogates; a page may send some. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
