import { describe, expect, it } from 'vitest';
import { buildCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { parseBase64, toBase64 } from '../../../src/core/digest/encoding.ts';
import { hexOf } from '../../../src/core/digest/digest.ts';
import { readCertificateText } from '../../../src/core/personal-data/certificate-text.ts';
import { findPersonalData } from '../../../src/core/personal-data/find-personal-data.ts';
import { buildEnvelopeBy, parseEnvelope } from '../../../src/core/signing/dsse.ts';
import {
  buildKeyCertificate,
  KEY_CERTIFICATE_TYPE,
  openIdentityCertificate,
  STATEMENT_PAYLOAD_TYPE,
  STATEMENT_TYPE,
} from '../../../src/core/signing/key-certificate.ts';
import { fingerprintOf, parseSpki } from '../../../src/core/signing/public-key.ts';
import { nodeDecompression } from '../../../src/packaging/decompression.ts';
import { nodeCryptography, nodeHashing } from '../../../src/platform/cryptography.ts';

const createdAt = '2026-11-22T15:29:03.654Z';

/** Of some 10,000 certificates of random keys these two read as a handle: the one by its key, the other by its signature. */
const UNLUCKY = [
  {
    by: 'its key',
    publicKey: 'MCowBQYDK2VwAyEABAfJti4lrjh0eE2mYNpVpKJuJCXG/1DD1pc0zzItKnY=',
    sig: 'XenFddy4FLyZ3CoBL2NqVW8GPEvGvH8O0HAb41Oj+33RCj5bt3CZAFb3KheAdGB3SzUPV2/rPW0vZoEzWUz4Bw==',
  },
  {
    by: 'its signature',
    publicKey: 'MCowBQYDK2VwAyEAlVo71OoNIV4CFZxlb0CwjQftAUakesnAXnmNSmI0tz8=',
    sig: 'fbLvsXyj6f7/IJXcWZS0HNrH9f42+W2rBluKkcxbw1sSAA7jbe5zbU1vap1YjtCvMhv/gXepRHyISmgG+6zJAA==',
  },
] as const;

function assemble({ publicKey, sig }: { readonly publicKey: string; readonly sig: string }): Uint8Array {
  const station = fingerprintOf(nodeHashing, parseSpki(parseBase64(publicKey)));
  const payload = buildCanonicalJson({
    _type: STATEMENT_TYPE,
    subject: [{ name: 'identity key', digest: { sha256: hexOf(station) } }],
    predicateType: KEY_CERTIFICATE_TYPE,
    predicate: { purpose: 'identity', practice: false, publicKey, station, createdAt },
  });
  return buildCanonicalJson({
    payload: toBase64(payload),
    payloadType: STATEMENT_PAYLOAD_TYPE,
    signatures: [{ keyid: station, sig }],
  });
}

async function findKinds(bytes: Uint8Array, known: readonly string[] = []): Promise<readonly string[]> {
  return (await findPersonalData(nodeDecompression, { files: [{ path: 'key.dsse.json', bytes }], known })).map(({ kind }) => kind);
}

describe('what a key certificate says', () => {
  it.each(UNLUCKY)('is no handle that $by reads as', async (unlucky) => {
    const certificate = assemble(unlucky);
    const { publicKey } = openIdentityCertificate(nodeCryptography, certificate);
    expect(await findKinds(certificate)).toEqual(['handle']);
    expect(await findKinds(readCertificateText(nodeCryptography, certificate, publicKey))).toEqual([]);
  });

  it('is looked through for all that is no key', async () => {
    const identity = nodeCryptography.signingKeys.generate().signer;
    const certify = (agency: string): Uint8Array =>
      buildKeyCertificate(nodeHashing, identity, {
        publicKey: identity.publicKey,
        purpose: 'identity',
        practice: false,
        createdAt,
        agency,
      });
    const read = (agency: string): Uint8Array => readCertificateText(nodeCryptography, certify(agency), identity.publicKey);
    expect(await findKinds(read('Customs, desk 4'))).toEqual([]);
    expect(await findKinds(read('Customs @jan.peeters'))).toContain('handle');
    expect(await findKinds(read('Desk of Peeters'), ['Peeters'])).toEqual(['known-value']);
  });

  it('is not read where something stands in place of the signature, or beside it', () => {
    const [unlucky] = UNLUCKY;
    const written = assemble({ ...unlucky, sig: toBase64(new TextEncoder().encode('seller @jan.peeters, 0470 12 34 56'.padEnd(64, '.'))) });
    const publicKey = parseSpki(parseBase64(unlucky.publicKey));
    const invalid = expect.objectContaining({ code: 'dsse-invalid' });
    expect(() => readCertificateText(nodeCryptography, written, publicKey)).toThrow(invalid);

    const [identity, other] = [nodeCryptography.signingKeys.generate().signer, nodeCryptography.signingKeys.generate().signer];
    const { payload } = parseEnvelope(
      buildKeyCertificate(nodeHashing, identity, { publicKey: identity.publicKey, purpose: 'identity', practice: false, createdAt }),
    );
    const sign = (...signers: (typeof identity)[]): Uint8Array => buildEnvelopeBy(nodeHashing, STATEMENT_PAYLOAD_TYPE, payload, signers);
    expect(() => readCertificateText(nodeCryptography, sign(identity), identity.publicKey)).not.toThrow();
    expect(() => readCertificateText(nodeCryptography, sign(identity, other), identity.publicKey)).toThrow(invalid);
  });
});
