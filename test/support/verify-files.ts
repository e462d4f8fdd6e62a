import { crc32, gunzipSync, inflateRawSync } from 'node:zlib';
import { sha512DigestOf, type Sha256Digest } from '../../src/core/digest/digest.ts';
import { PugmarkError } from '../../src/core/errors.ts';
import type { Decompression } from '../../src/core/package/package-source.ts';
import type { SuppliedToken } from '../../src/core/package/supplement/read-supplement.ts';
import type { Verdict } from '../../src/core/package/verdict.ts';
import type { BagFile, CheckedBag, VerifyPorts } from '../../src/core/package/verify/checked-bag.ts';
import type { KnownViewer } from '../../src/core/package/verify/check-viewer.ts';
import { VerdictCollector } from '../../src/core/package/verify/verdict-collector.ts';
import { verifySealed } from '../../src/core/package/verify/verify-sealed.ts';
import { createCertificateCryptography } from '../../src/core/timestamp/web-crypto.ts';
import { createSharpImageCodec } from '../../src/imaging/sharp-image-codec.ts';
import { nodeCryptography, nodeHashing } from '../../src/platform/cryptography.ts';
import { digestOf, type PackageFiles } from './package/twists.ts';

/** Decompression of what fits into memory. */
export const wholeDecompression: Decompression = {
  inflateRaw: (source) => inWhole(source, inflateRawSync),
  gunzip: (source) => inWhole(source, gunzipSync),
  crc32: (bytes, before) => crc32(bytes, before),
};

async function* inWhole(source: AsyncIterable<Uint8Array>, work: (bytes: Uint8Array) => Uint8Array): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  try {
    yield work(Buffer.concat(pieces));
  } catch (cause) {
    throw new PugmarkError('input-unreadable', 'The compressed data is damaged', { cause });
  }
}

export const verifyPorts: VerifyPorts = {
  hashing: nodeHashing,
  verifier: nodeCryptography.verifier,
  decompression: wholeDecompression,
  certificates: createCertificateCryptography(crypto.subtle),
  images: createSharpImageCodec(nodeHashing),
};

/** A bag in memory whose own steps are taken to have passed. */
export function checkedBagOf(files: PackageFiles): CheckedBag {
  const listed = new Map<string, BagFile>(
    [...files].map(([path, bytes]) => [
      path,
      { sizeBytes: bytes.length, sha256: digestOf(bytes), sha512: sha512DigestOf(nodeHashing.sha512(bytes)) },
    ]),
  );
  const info = new TextDecoder().decode(files.get('bag-info.txt')).split('\n').slice(0, -1);
  const bytesOf = (path: string): Uint8Array => files.get(path) ?? new Uint8Array();
  return {
    files: listed,
    info: new Map(info.map((line): [string, string] => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)])),
    async *stream(path) {
      await Promise.resolve();
      yield bytesOf(path);
    },
    open: (path) => ({
      sizeBytes: bytesOf(path).length,
      read: (offset, length) =>
        offset < 0 || offset + length > bytesOf(path).length
          ? Promise.reject(new PugmarkError('input-unreadable', 'beyond its end'))
          : Promise.resolve(bytesOf(path).slice(offset, offset + length)),
    }),
  };
}

export interface Knowledge {
  readonly trusted?: readonly Sha256Digest[];
  readonly earlier?: PackageFiles;
  readonly timestampRoots?: readonly Uint8Array[];
  readonly suppliedTokens?: readonly SuppliedToken[];
  readonly ports?: VerifyPorts;
  readonly viewers?: readonly KnownViewer[];
}

/** The verdict from the seal on. */
export async function verifyFiles(files: PackageFiles, knowledge: Knowledge = {}): Promise<Verdict> {
  const ports = knowledge.ports ?? verifyPorts;
  return await verifySealed({ collector: new VerdictCollector(), ports, bag: checkedBagOf(files) }, 'a package', {
    trusted: new Set(knowledge.trusted ?? []),
    ...(knowledge.timestampRoots === undefined ? {} : { timestampRoots: knowledge.timestampRoots }),
    suppliedTokens: knowledge.suppliedTokens ?? [],
    viewers: knowledge.viewers ?? [],
    ...(knowledge.earlier === undefined ? {} : { earlier: checkedBagOf(knowledge.earlier) }),
  });
}
