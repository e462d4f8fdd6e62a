import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { parseTrustKey } from '../../../src/core/package/trust-key.ts';
import { buildPublicKeyPem } from '../../../src/core/signing/public-key.ts';
import { nodeCryptography } from '../../../src/platform/cryptography.ts';
import { stationOf } from '../../support/package/twists.ts';

const station = stationOf(false);
const pem = buildPublicKeyPem(station.identity.publicKey);
const read = (text: string | Uint8Array): string => parseTrustKey(nodeCryptography, typeof text === 'string' ? toUtf8(text) : text);
const refusal = (text: string | Uint8Array): unknown => {
  try {
    return read(text);
  } catch (error) {
    return error;
  }
};

describe('a file with the key of a station', () => {
  it.each([
    ['a PEM', pem],
    ['lines as Windows ends them', pem.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${pem}`],
    ['what "pugmark key show" prints', `sha256:00  PRACTICE, signs no evidence\nTeam 7, made 2026-03-01T08:00:00.000Z\n${pem}`],
    ['the certificate of the identity', station.certify(station.identity.publicKey, 'identity')],
  ])('may be %s', (_, text) => {
    expect(read(text)).toBe(station.id);
  });

  it.each([
    ['nothing', '', 'Neither'],
    ['two keys', `${pem}${pem}`, 'more than one key'],
    ['a private key', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'holds a private key'],
    ['a key of another kind', generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'Neither'],
    ['a PEM without its end', pem.replace('-----END', '-----'), 'Expected one PEM block'],
    ['blanks without end', `-----BEGIN PUBLIC KEY-----${' '.repeat(60_000)}`, 'Expected one PEM block'],
    ['the certificate of a key for seals', station.certify(station.seal.publicKey, 'seal'), 'Neither'],
  ])('may not be %s', (_, text, why) => {
    expect(refusal(text)).toMatchObject({ code: 'key-invalid', message: expect.stringContaining(why) });
  });
});
