import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { TimestampReport } from '../../../src/core/timestamp/timestamp-report.ts';
import { verifyTimestamp } from '../../../src/core/timestamp/verify-timestamp.ts';
import { createCertificateCryptography } from '../../../src/core/timestamp/web-crypto.ts';
import { keptTempFolder } from '../../support/temp-folder.ts';
import {
  CA_EXTENSIONS,
  CertificateShop,
  type IssuedCertificate,
  runOpenssl,
  SIGNER_EXTENSIONS,
} from '../../support/time/certificate-shop.ts';
import { makeTstInfo, signTstInfo, wrapToken } from '../../support/time/made-token.ts';

const ports = { certificates: createCertificateCryptography(crypto.subtle) };
const subject = toUtf8('a checkpoint note\n');
const digest = new Uint8Array(createHash('sha256').update(subject).digest());
const HOUR_MS = 3_600_000;

const folder = keptTempFolder();
const shop = new CertificateShop(folder);
let root: IssuedCertificate;
let signer: IssuedCertificate;

beforeAll(() => {
  root = shop.issue({ name: 'Root', extensions: CA_EXTENSIONS });
  signer = shop.issue({ name: 'Signer', issuer: root, extensions: SIGNER_EXTENSIONS });
});

async function verify(by: IssuedCertificate, revocation: readonly Uint8Array[], hours = 0): Promise<TimestampReport> {
  const tstInfo = makeTstInfo({ subject, genTime: new Date(Date.now() + hours * HOUR_MS) });
  const response = wrapToken(signTstInfo(folder, tstInfo, { signer: by }));
  return verifyTimestamp(ports, { subject: { sha256: digest }, response, roots: [root.der], revocation });
}

const codesOf = ({ findings }: TimestampReport): readonly string[] => findings.map(({ code }) => code);
const notesOf = ({ notes }: TimestampReport): readonly string[] => notes.map(({ code }) => code);

describe('a revocation list', () => {
  it('says of a certificate that it was not revoked, as does nothing else', async () => {
    const crl = shop.revoke(root, []);
    const told = await verify(signer, [crl]);
    expect(codesOf(told)).toEqual([]);
    expect(notesOf(told)).not.toContain('revocation-not-given');
    expect(notesOf(await verify(signer, []))).toContain('revocation-not-given');
    // Made long before the token.
    expect(notesOf(await verify(signer, [crl], 24 * 40))).toContain('revocation-not-given');
  });

  it.each([
    ['superseded', -1, []],
    ['superseded', 1, ['revoked']],
    ['cessationOfOperation', -1, []],
    ['keyCompromise', -1, ['revoked']],
    ['keyCompromise', 1, ['revoked']],
    [undefined, -1, ['revoked']],
  ] as const)('for %s takes or leaves the token of %i hours later', async (reason, hours, codes) => {
    const revoked = shop.issue({ name: `Revoked ${reason ?? 'for nothing'} ${hours}`, issuer: root, extensions: SIGNER_EXTENSIONS });
    const crl = shop.revoke(root, [{ certificate: revoked, ...(reason === undefined ? {} : { reason }) }]);
    expect(codesOf(await verify(revoked, [crl], hours))).toEqual(codes);
    expect(codesOf(await verify(signer, [crl], hours))).toEqual([]);
  });

  it('counts when the issuer signed it', async () => {
    const crl = Uint8Array.from(shop.revoke(root, []));
    crl[crl.length - 1] = (crl.at(-1) ?? 0) ^ 1;
    expect(codesOf(await verify(signer, [crl]))).toEqual(['revocation-data-wrong']);
    const foreign = shop.issue({ name: 'Foreign root', extensions: CA_EXTENSIONS });
    const other = await verify(signer, [shop.revoke(foreign, [])]);
    expect([codesOf(other), notesOf(other).includes('revocation-not-given')]).toEqual([[], true]);
    for (const junk of [new Uint8Array(), toUtf8('no list'), Uint8Array.of(0x30, 0)]) {
      expect(codesOf(await verify(signer, [junk]))).toEqual(['revocation-data-wrong']);
    }
  });
});

describe('an OCSP response', () => {
  it('says whether the certificate was revoked, when the issuer or its delegate signed it', async () => {
    const revoked = shop.issue({ name: 'Revoked', issuer: root, extensions: SIGNER_EXTENSIONS });
    shop.revoke(root, [{ certificate: revoked, reason: 'keyCompromise' }]);
    const delegate = shop.issue({ name: 'Responder', issuer: root, extensions: ['extendedKeyUsage = OCSPSigning'] });
    for (const responder of [root, delegate]) {
      const good = await verify(signer, [respond(signer, responder)]);
      expect([codesOf(good), notesOf(good).includes('revocation-not-given')]).toEqual([[], false]);
      expect(codesOf(await verify(revoked, [respond(revoked, responder)]))).toEqual(['revoked']);
      expect(codesOf(await verify(signer, [respond(revoked, responder)]))).toEqual([]);
    }
    const nobody = shop.issue({ name: 'Nobody', issuer: root, extensions: ['extendedKeyUsage = clientAuth'] });
    expect(codesOf(await verify(signer, [respond(signer, nobody)]))).toEqual(['revocation-data-wrong']);
  });
});

function respond(about: IssuedCertificate, responder: IssuedCertificate): Uint8Array {
  const out = join(folder, 'response.ocsp');
  const by = ['-rsigner', responder.certificateFile, '-rkey', responder.keyFile, '-CA', root.certificateFile];
  const question = ['-issuer', root.certificateFile, '-cert', about.certificateFile, '-no_nonce'];
  runOpenssl(folder, ['ocsp', '-index', join(folder, 'index.txt'), ...by, ...question, '-reqout', join(folder, 'request.ocsp')]);
  runOpenssl(folder, [
    'ocsp',
    '-index',
    join(folder, 'index.txt'),
    ...by,
    '-reqin',
    join(folder, 'request.ocsp'),
    '-respout',
    out,
    '-ndays',
    '7',
  ]);
  return new Uint8Array(readFileSync(out));
}
