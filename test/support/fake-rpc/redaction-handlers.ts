import type { DerivativeItem, REDACTION_CALLS } from '../../../src/rpc/contract/redaction.ts';
import type { Handlers } from '../../../src/rpc/handlers.ts';
import type { FakeStation } from './fake-station.ts';

/** Copies that nobody burns anything into: what was asked for stands in the list. */
export function makeRedactionHandlers(fake: FakeStation): Pick<Handlers, keyof typeof REDACTION_CALLS> {
  const made = new Map<string, DerivativeItem[]>();
  return {
    'redactions.list': ({ exhibit }) => made.get(exhibit) ?? [],
    'redactions.make': ({ exhibit, artifact, masks, everywhere }) => {
      fake.redacted.push({ artifact, masks, everywhere });
      const list = made.get(exhibit) ?? [];
      const isText = artifact.endsWith('.txt');
      const mediaType = isText ? 'text/plain' : 'image/png';
      const item: DerivativeItem = {
        redaction: {
          format: 'redaction/v1',
          id: crypto.randomUUID(),
          exhibit,
          original: { role: isText ? 'text' : 'screenshot-full', name: artifact, mediaType },
          derivative: {
            name: `redacted-${list.length + 1}-${artifact}`,
            mediaType,
            sizeBytes: 481_220,
            sha256: `sha256:${'5e'.repeat(32)}`,
            sha512: `sha512:${'5e'.repeat(64)}`,
          },
          masks,
        },
        author: 'W-4471',
        madeAt: new Date().toISOString(),
        address: '/evidence/file/2',
      };
      made.set(exhibit, [...list, item]);
      return item;
    },
  };
}
