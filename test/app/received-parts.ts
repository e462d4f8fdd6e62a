import { addReceivedFile, type GivenFile, type ReceivedGround } from '../../src/app/received-files.ts';
import { SNIFF_BYTES, sniffMedia } from '../../src/capture/steps/sniff-media.ts';
import type { AddedFile } from '../../src/core/model/received-result.ts';
import type { CaseSession, CaseStore, VaultStore } from '../../src/core/ports.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import { makeClock, TEST_TOOL } from '../storage/vault-parts.ts';

/** The first bytes of a picture. */
export const PNG = Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001080200000090', 'hex');

/** A file with these bytes. */
export function give(name: string, ...pieces: readonly Uint8Array[]): GivenFile {
  return {
    name,
    async *open() {
      await Promise.resolve();
      yield* pieces;
    },
  };
}

/** Takes a file into a case, with what a test has at hand. */
export async function receive(
  vault: VaultStore,
  store: CaseStore,
  session: CaseSession,
  file: GivenFile,
  origin?: string,
): Promise<AddedFile> {
  const ground: ReceivedGround = {
    clock: makeClock(),
    random: nodeCryptography.random,
    tool: TEST_TOOL,
    sniffMedia,
    sniffBytes: SNIFF_BYTES,
  };
  const run = { store, operator: vault.operator, signal: new AbortController().signal, ...(origin === undefined ? {} : { origin }) };
  return await addReceivedFile(ground, run, session, file);
}
