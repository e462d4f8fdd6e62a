import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { parseUtf8, toBase64, toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { Signer } from '../../../src/core/ports.ts';
import { buildEnvelope, buildPreAuthEncoding, openEnvelope, parseEnvelope } from '../../../src/core/signing/dsse.ts';
import { buildPublicKeyPem } from '../../../src/core/signing/public-key.ts';
import { nodeCryptography, nodeHashing, nodeVerifier } from '../../../src/platform/cryptography.ts';
import { isVerifiedByOpenssl } from '../../support/openssl.ts';

const secret = new Uint8Array(32).fill(9);
const signer: Signer = { publicKey: ed25519.getPublicKey(secret), sign: (message) => ed25519.sign(message, secret) };
const TYPE = 'application/vnd.in-toto+json';
const dsseInvalid = expect.objectContaining({ code: 'dsse-invalid' });

describe('DSSE 1.0.2', () => {
  it('encodes as the specification`s example', () => {
    expect(parseUtf8(buildPreAuthEncoding('http://example.com/HelloWorld', toUtf8('hello world')))).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    );
    // Lengths are bytes, not characters.
    expect(parseUtf8(buildPreAuthEncoding('é', toUtf8('€')))).toBe('DSSEv1 2 é 3 €');
  });

  it('is verified by openssl over the encoding', () => {
    const envelope = parseEnvelope(buildEnvelope(nodeHashing, TYPE, toUtf8('{}'), signer));
    const signature = envelope.signatures[0]?.signature ?? new Uint8Array();
    const pem = buildPublicKeyPem(signer.publicKey);
    expect(isVerifiedByOpenssl(pem, buildPreAuthEncoding(TYPE, toUtf8('{}')), signature)).toBe(true);
    expect(isVerifiedByOpenssl(pem, toUtf8('{}'), signature)).toBe(false);
  });

  it('gives back the verified bytes, whatever the key id hint says', () => {
    const bytes = buildEnvelope(nodeHashing, TYPE, toUtf8('{"a":1}'), signer);
    const open = (envelope: Uint8Array, payloadType = TYPE, publicKey = signer.publicKey): string =>
      parseUtf8(openEnvelope(nodeVerifier, envelope, { payloadType, publicKey }));
    expect(open(bytes)).toBe('{"a":1}');
    const text = parseUtf8(bytes);
    expect(open(toUtf8(text.replace(/"keyid":"sha256:[0-9a-f]{64}"/, '"keyid":"someone else"')))).toBe('{"a":1}');
    expect(() => open(bytes, 'text/plain')).toThrow(dsseInvalid);
    expect(() => open(bytes, TYPE, nodeCryptography.signingKeys.generate().signer.publicKey)).toThrow(dsseInvalid);
    expect(() => open(toUtf8(text.replace(toBase64(toUtf8('{"a":1}')), toBase64(toUtf8('{"a":2}')))))).toThrow(dsseInvalid);
  });

  it('refuses envelopes in any other spelling', () => {
    const text = parseUtf8(buildEnvelope(nodeHashing, TYPE, toUtf8('{"a":1}'), signer));
    expect(parseEnvelope(toUtf8(text)).payloadType).toBe(TYPE);
    for (const bad of [
      JSON.stringify(JSON.parse(text), null, 2),
      text.replace('"payload":"', '"payload":"='),
      text.replace(/"sig":"./, '"sig":" '),
      text.replace('{"payload"', '{"extra":1,"payload"'),
      text.replace('{"payload"', '{"payload":"","payload"'),
      text.replace(/"signatures":\[.*\]/, '"signatures":[]'),
      '[]',
    ]) {
      expect(() => parseEnvelope(toUtf8(bad))).toThrow(dsseInvalid);
    }
  });
});
