import { describe, expect, it } from 'vitest';
import { parseUtf8, toUtf8 } from '../../../src/core/digest/encoding.ts';
import { buildEnvelope, parseEnvelope } from '../../../src/core/signing/dsse.ts';
import {
  assertKeyUse,
  buildKeyCertificate,
  openIdentityCertificate,
  openKeyCertificate,
  STATEMENT_PAYLOAD_TYPE,
  type KeyPurpose,
} from '../../../src/core/signing/key-certificate.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { nodeCryptography, nodeHashing } from '../../../src/platform/cryptography.ts';

const createdAt = '2026-03-02T08:00:00.000Z';
const identity = nodeCryptography.signingKeys.generate().signer;
const stranger = nodeCryptography.signingKeys.generate().signer;
const key = nodeCryptography.signingKeys.generate().signer;
const keyInvalid = expect.objectContaining({ code: 'key-invalid' });
const dsseInvalid = expect.objectContaining({ code: 'dsse-invalid' });

function certify(purpose: KeyPurpose, changes: { operator?: string; agency?: string; practice?: boolean } = {}): Uint8Array {
  return buildKeyCertificate(nodeHashing, identity, { publicKey: key.publicKey, purpose, practice: false, createdAt, ...changes });
}

describe('key certificate', () => {
  it('says which key the identity certified for what', () => {
    const certificate = openKeyCertificate(nodeCryptography, certify('log'), identity.publicKey, { purpose: 'log', practice: false });
    expect(certificate).toEqual({
      keyId: fingerprintOf(nodeHashing, key.publicKey),
      publicKey: key.publicKey,
      purpose: 'log',
      practice: false,
      station: fingerprintOf(nodeHashing, identity.publicKey),
      createdAt,
    });
    expect(openKeyCertificate(nodeCryptography, certify('operator', { operator: 'NL-1' }), identity.publicKey)).toMatchObject({
      operator: 'NL-1',
    });
  });

  it('refuses a key used for another purpose, or practice for evidence', () => {
    for (const [used, practice] of [
      ['seal', false],
      ['operator', false],
      ['identity', false],
      ['log', true],
    ] as const) {
      expect(() => openKeyCertificate(nodeCryptography, certify('log'), identity.publicKey, { purpose: used, practice })).toThrow(
        keyInvalid,
      );
    }
    const certificate = openKeyCertificate(nodeCryptography, certify('log', { practice: true }), identity.publicKey);
    expect(() => assertKeyUse(certificate, { purpose: 'log', practice: false })).toThrow(keyInvalid);
    expect(assertKeyUse(certificate, { purpose: 'log', practice: true })).toBe(certificate);
  });

  it('refuses another signer, and a certificate that contradicts itself', () => {
    expect(() => openKeyCertificate(nodeCryptography, certify('log'), stranger.publicKey)).toThrow(dsseInvalid);
    const payload = parseUtf8(parseEnvelope(certify('log')).payload);
    const resign = (text: string, signer = identity): Uint8Array =>
      buildEnvelope(nodeHashing, STATEMENT_PAYLOAD_TYPE, toUtf8(text), signer);
    expect(openKeyCertificate(nodeCryptography, resign(payload), identity.publicKey).purpose).toBe('log');
    for (const bad of [
      payload.replace('urn:pugmark:key-certificate:v1', 'urn:pugmark:key-certificate:v2'),
      payload.replace(/"sha256":"./, '"sha256":"g'),
      payload.replace(/"sha256":"[0-9a-f]{4}/, '"sha256":"0000'),
      payload.replace('"practice":false', '"practice":0'),
      payload.replace('"practice"', '"operator":"NL-1","practice"'),
      payload.replace('{"_type"', '{ "_type"'),
      payload.replace('"purpose":"log"', '"purpose":"identity"'),
    ]) {
      expect(bad).not.toBe(payload);
      expect(() => openKeyCertificate(nodeCryptography, resign(bad), identity.publicKey)).toThrow(keyInvalid);
    }
    // Signed by a stranger who names our station: the station's own key does not verify it, the stranger's is not the station.
    expect(() => openKeyCertificate(nodeCryptography, resign(payload, stranger), stranger.publicKey)).toThrow(keyInvalid);
  });

  it('lets an identity certify itself, and nothing else be an identity', () => {
    const own = buildKeyCertificate(nodeHashing, identity, {
      publicKey: identity.publicKey,
      purpose: 'identity',
      practice: false,
      createdAt,
      agency: 'Team Nature',
    });
    expect(openIdentityCertificate(nodeCryptography, own, false)).toMatchObject({ purpose: 'identity', agency: 'Team Nature' });
    expect(() => openIdentityCertificate(nodeCryptography, own, true)).toThrow(keyInvalid);
    expect(() => openIdentityCertificate(nodeCryptography, certify('log'))).toThrow(dsseInvalid);
    for (const [purpose, extras] of [
      ['identity', {}],
      ['operator', {}],
      ['log', { operator: 'NL-1' }],
      ['log', { agency: 'X' }],
    ] as const) {
      expect(() => certify(purpose, extras)).toThrow(keyInvalid);
    }
  });
});
