import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  hkdfSync,
  randomBytes,
  randomUUID,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import type { Hashing, RunningHash } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import type { Random } from '../core/ids.ts';
import type { Aead, Cryptography, SignatureVerifier, Signer, SigningKeys } from '../core/ports.ts';
import { buildSpki, parseSpki } from '../core/signing/public-key.ts';

const GCM_TAG_BYTES = 16;

export const nodeHashing: Hashing = {
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  sha512: (bytes) => hash('sha512', bytes, 'buffer'),
  startSha256: () => startHash('sha256'),
  startSha512: () => startHash('sha512'),
};

function startHash(algorithm: 'sha256' | 'sha512'): RunningHash {
  const running = createHash(algorithm);
  return {
    update(bytes) {
      running.update(bytes);
    },
    digest: () => running.digest(),
  };
}

export const nodeRandom: Random = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
  uuid: () => randomUUID(),
};

export const nodeVerifier: SignatureVerifier = {
  verifyEd25519(publicKey, message, signature) {
    if (signature.length !== 64 || publicKey.length !== 32) return false;
    let key: KeyObject;
    try {
      key = createPublicKey({ key: Buffer.from(buildSpki(publicKey)), format: 'der', type: 'spki' });
    } catch {
      // Not a point of the curve: no signature by it can be right.
      return false;
    }
    return verify(null, message, key, signature);
  },
};

function signerOf(key: KeyObject): Signer {
  const publicKey = parseSpki(new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' })));
  return { publicKey, sign: (message) => new Uint8Array(sign(null, message, key)) };
}

const nodeSigningKeys: SigningKeys = {
  generate() {
    const { privateKey } = generateKeyPairSync('ed25519');
    return { signer: signerOf(privateKey), pkcs8: new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })) };
  },
  open(pkcs8) {
    let key: KeyObject;
    try {
      key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    } catch (cause) {
      throw new PugmarkError('key-invalid', 'Not a PKCS#8 private key', { cause });
    }
    if (key.asymmetricKeyType !== 'ed25519') throw new PugmarkError('key-invalid', 'Expected an Ed25519 private key');
    return signerOf(key);
  },
};

const nodeAead: Aead = {
  seal(key, nonce, associatedData, plaintext) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: GCM_TAG_BYTES });
    cipher.setAAD(associatedData);
    return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  },
  open(key, nonce, associatedData, sealed) {
    if (sealed.length < GCM_TAG_BYTES) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: GCM_TAG_BYTES });
    decipher.setAAD(associatedData);
    decipher.setAuthTag(sealed.subarray(sealed.length - GCM_TAG_BYTES));
    const plaintext = decipher.update(sealed.subarray(0, sealed.length - GCM_TAG_BYTES));
    try {
      return Buffer.concat([plaintext, decipher.final()]);
    } catch {
      // OpenSSL says no more than 'unable to authenticate data'.
      return undefined;
    }
  },
};

/** Everything by node:crypto (OpenSSL, in Electron BoringSSL). */
export const nodeCryptography: Cryptography = {
  hashing: nodeHashing,
  random: nodeRandom,
  verifier: nodeVerifier,
  signingKeys: nodeSigningKeys,
  aead: nodeAead,
  deriveKey: (inputKey, salt, info) => new Uint8Array(hkdfSync('sha256', inputKey, salt, Buffer.from(info, 'utf8'), 32)),
};
