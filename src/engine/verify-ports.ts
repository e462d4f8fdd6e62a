import type { VerifyPorts } from '../core/package/verify-package.ts';
import { createCertificateCryptography } from '../core/timestamp/web-crypto.ts';
import { createBesideImageCodec } from '../imaging/beside-image-codec.ts';
import { createSharpImageCodec } from '../imaging/sharp-image-codec.ts';
import { nodeDecompression } from '../packaging/decompression.ts';
import { createBesideHashing } from '../platform/beside-hashing.ts';
import { nodeCryptography } from '../platform/cryptography.ts';

/** What a verification needs of this machine; apart from everything that a vault needs, as a thread for it loads this alone. */
export function composeVerifyPorts(): VerifyPorts {
  return {
    hashing: createBesideHashing(nodeCryptography.hashing),
    verifier: nodeCryptography.verifier,
    decompression: nodeDecompression,
    certificates: createCertificateCryptography(crypto.subtle),
    images: createBesideImageCodec(createSharpImageCodec(nodeCryptography.hashing)),
  };
}
