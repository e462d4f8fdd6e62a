import { PugmarkError } from '../../src/core/errors.ts';
import type { TabFrame } from '../../src/core/surface-ports.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { CALLS, type CallName } from '../../src/rpc/contract.ts';
import type { EvidenceFile } from '../../src/rpc/evidence-files.ts';
import type { Handlers } from '../../src/rpc/handlers.ts';

export const FAKE_STATION = {
  shell: 'workstation',
  version: '0.0.0',
  toolDigest: 'sha256:00',
  vault: 'none',
  vaultFolder: '/vault',
} as const;

const refuse = (): never => {
  throw new PugmarkError('usage', 'Not in this test');
};

/** Handlers of which those not given refuse with `usage`. */
export function fakeHandlers(given: Partial<Handlers> = {}): Handlers {
  const names = Object.keys(CALLS) as CallName[];
  return { ...Object.fromEntries(names.map((name) => [name, refuse])), ...given } as Handlers;
}

/** A file of evidence held in memory. */
export function fakeFile(mediaType: string, text: string, etag?: string): EvidenceFile {
  const bytes = Buffer.from(text);
  return {
    mediaType,
    sizeBytes: bytes.length,
    ...(etag === undefined ? {} : { etag }),
    async *read(range) {
      yield* [bytes.subarray(range?.start ?? 0, range?.end ?? bytes.length)];
    },
  };
}

export interface FakeEngineParts {
  readonly handlers?: Partial<Handlers>;
  readonly files?: Readonly<Record<string, EvidenceFile>>;
  readonly watchTab?: (tab: string, listener: (frame: TabFrame) => Promise<void>) => () => void;
  readonly receiveUpload?: Engine['receiveUpload'];
}

/** An engine of a few lines. */
export function fakeEngine({ handlers, files = {}, watchTab, receiveUpload }: FakeEngineParts = {}): Engine {
  return {
    handlers: fakeHandlers({ 'station.read': () => FAKE_STATION, ...handlers }),
    evidence: { find: (address) => Promise.resolve(files[address]) },
    watchTab: watchTab ?? (() => () => undefined),
    receiveUpload: receiveUpload ?? (() => Promise.resolve('upload-1')),
    close: () => Promise.resolve(),
  };
}
