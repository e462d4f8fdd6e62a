import { ed25519 } from '@noble/curves/ed25519.js';
import type { SignatureVerifier } from '../../core/cryptography-ports.ts';

/** Ed25519 in JavaScript: that of a browser answers later, and older browsers have none. */
export const browserSignatures: SignatureVerifier = {
  verifyEd25519(publicKey, message, signature) {
    try {
      return ed25519.verify(signature, message, publicKey, { zip215: false });
    } catch {
      // Not a point of the curve, or not 64 bytes: no signature.
      return false;
    }
  },
};
