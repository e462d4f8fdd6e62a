import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BesideHash } from '../../../src/core/digest/digest.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { hashBeside, type HashAnswer, type HashOrder } from '../../../src/verifier/browser/beside-hashing.ts';
import { setScript } from '../../../src/verifier/browser/roles.ts';

/** A worker of a page as far as it is asked for digests of whole files; `fails` at the first. */
function stubWorker({ fails = false } = {}): { readonly orders: HashOrder[] } {
  const orders: HashOrder[] = [];
  class StubWorker extends EventTarget {
    constructor() {
      super();
      setTimeout(() => this.#tell({ stream: -1, takenBytes: 0 }));
    }

    postMessage(order: HashOrder, transfer: Transferable[]): void {
      const given = structuredClone(order, { transfer });
      orders.push(given);
      if (fails) this.dispatchEvent(Object.assign(new Event('error'), { message: 'broken' }));
      else if ('whole' in given) void this.#answer(given);
    }

    async #answer({ stream, whole, length }: Extract<HashOrder, { readonly whole: unknown }>): Promise<void> {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-512', whole.subarray(0, length)));
      this.#tell({ stream, takenBytes: length, digest, memory: whole });
    }

    #tell(data: HashAnswer): void {
      this.dispatchEvent(Object.assign(new Event('message'), { data }));
    }
  }
  vi.stubGlobal('Worker', StubWorker);
  setScript('');
  return { orders };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

const sha512 = (bytes: Uint8Array): string => createHash('sha512').update(bytes).digest('hex');

async function hash(running: BesideHash | undefined, bytes: Buffer): Promise<string> {
  for (let at = 0; at < bytes.length; at += 70_000) {
    const piece = Buffer.from(bytes.subarray(at, at + 70_000));
    await running?.update(piece);
    // The caller may use its memory again at once.
    piece.fill(0);
  }
  return Buffer.from((await running?.digest()) ?? []).toString('hex');
}

describe('hashing beside the worker that reads', () => {
  it('gives the digests of files of all sizes, also of more bytes than were said, here and in the other worker', async () => {
    const { orders } = stubWorker();
    const hashing = hashBeside(nodeHashing);
    void hashing.prepareBeside?.(100_000_000);
    const files = [10, 20_000, 100_000, 1_000_000, 700_000, 2_500_000, 40_000].map((length) => randomBytes(length));
    for (const round of [1, 2]) {
      const digests = await Promise.all(files.map((bytes) => hash(hashing.startSha512Beside?.(bytes.length), bytes)));
      expect(digests, `round ${round}`).toEqual(files.map(sha512));
    }
    expect(await hash(hashing.startSha512Beside?.(20_000), Buffer.from(files[3] ?? []))).toBe(sha512(files[3] ?? Buffer.alloc(0)));
    expect(orders.length).toBeGreaterThan(3);
  });

  it('gives no digest when the worker fails that has the file', async () => {
    stubWorker({ fails: true });
    const hashing = hashBeside(nodeHashing);
    const starting = hashing.prepareBeside?.(100_000_000);
    const bytes = randomBytes(100_000);
    // Before the worker has started it is done here.
    expect(await hash(hashing.startSha512Beside?.(bytes.length), bytes)).toBe(sha512(bytes));
    await starting;
    await expect(hash(hashing.startSha512Beside?.(bytes.length), bytes)).rejects.toMatchObject({ code: 'program-fault' });
  });
});
