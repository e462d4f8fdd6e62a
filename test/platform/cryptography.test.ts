import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../src/core/digest/encoding.ts';
import { buildSpki, fingerprintOf, parseSpki } from '../../src/core/signing/public-key.ts';
import { nodeCryptography, nodeHashing } from '../../src/platform/cryptography.ts';

const keyInvalid = expect.objectContaining({ code: 'key-invalid' });

describe('cryptography of the platform', () => {
  it('hashes at once and piece by piece alike', () => {
    const running = nodeHashing.startSha512();
    running.update(toUtf8('a'));
    running.update(toUtf8('bc'));
    expect(Buffer.from(running.digest()).toString('hex')).toBe(createHash('sha512').update('abc').digest('hex'));
    expect(Buffer.from(nodeHashing.sha256(toUtf8('abc'))).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(nodeHashing.sha512(toUtf8('abc'))).toHaveLength(64);
  });

  it('makes keys that open again, and only Ed25519 ones', () => {
    const { signer, pkcs8 } = nodeCryptography.signingKeys.generate();
    expect(nodeCryptography.signingKeys.open(pkcs8).publicKey).toEqual(signer.publicKey);
    expect(parseSpki(buildSpki(signer.publicKey))).toEqual(signer.publicKey);
    expect(fingerprintOf(nodeHashing, signer.publicKey)).toMatch(/^sha256:[0-9a-f]{64}$/);
    for (const bad of [pkcs8.subarray(1), pkcs8.subarray(0, -1), new Uint8Array(48)]) {
      expect(() => nodeCryptography.signingKeys.open(bad)).toThrow(keyInvalid);
    }
    expect(() => buildSpki(new Uint8Array(31))).toThrow(keyInvalid);
    expect(() => parseSpki(buildSpki(signer.publicKey).with(8, 0x6e))).toThrow(keyInvalid);
  });

  it('says false of signatures and keys of any wrong form, and never throws', () => {
    const { signer } = nodeCryptography.signingKeys.generate();
    const message = toUtf8('message');
    const signature = signer.sign(message);
    const verify = (key: Uint8Array, bytes: Uint8Array): boolean => nodeCryptography.verifier.verifyEd25519(key, message, bytes);
    expect(verify(signer.publicKey, signature)).toBe(true);
    for (const [key, bytes] of [
      [signer.publicKey, signature.subarray(1)],
      [signer.publicKey, new Uint8Array(64)],
      [signer.publicKey.subarray(1), signature],
      [new Uint8Array(32).fill(0xff), signature],
      [new Uint8Array(0), new Uint8Array(0)],
    ] as const) {
      expect(verify(key, bytes)).toBe(false);
    }
  });

  it('opens what it sealed, with the same key, nonce and context only', () => {
    const { aead } = nodeCryptography;
    const key = nodeCryptography.deriveKey(new Uint8Array(32), new Uint8Array(), 'a');
    expect(nodeCryptography.deriveKey(new Uint8Array(32), new Uint8Array(), 'b')).not.toEqual(key);
    const nonce = new Uint8Array(12);
    const sealed = aead.seal(key, nonce, toUtf8('context'), toUtf8('plain'));
    expect(Buffer.from(aead.open(key, nonce, toUtf8('context'), sealed) ?? []).toString()).toBe('plain');
    expect(aead.open(key.with(0, (key[0] ?? 0) ^ 1), nonce, toUtf8('context'), sealed)).toBeUndefined();
    expect(aead.open(key, nonce.with(0, 1), toUtf8('context'), sealed)).toBeUndefined();
    expect(aead.open(key, nonce, toUtf8('other'), sealed)).toBeUndefined();
    expect(aead.open(key, nonce, toUtf8('context'), sealed.subarray(0, 10))).toBeUndefined();
  });
});
