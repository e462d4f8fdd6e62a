import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { buildTimestampRequest } from '../../../src/core/timestamp/build-request.ts';
import { readTimestampResponse } from '../../../src/core/timestamp/read-response.ts';
import { verifyTimestamp } from '../../../src/core/timestamp/verify-timestamp.ts';
import { createCertificateCryptography } from '../../../src/core/timestamp/web-crypto.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { isTokenVerifiedByOpenssl } from '../../support/time/made-token.ts';
import { makeTimeAuthority, TEST_POLICY, type TimeAuthorityOptions } from '../../support/time/time-authority.ts';

const ports = { certificates: createCertificateCryptography(crypto.subtle) };
const subject = toUtf8('a checkpoint note\n');

const KINDS: readonly { readonly what: string; readonly hash: 'sha256' | 'sha512'; readonly options: TimeAuthorityOptions }[] = [
  { what: 'RSA with SHA-256', hash: 'sha256', options: { key: 'rsa' } },
  {
    what: 'RSA with SHA-512, and an ESSCertID by SHA-1',
    hash: 'sha512',
    options: { key: 'rsa', digest: 'sha512', identifierDigest: 'sha1' },
  },
  { what: 'P-256 with SHA-256', hash: 'sha256', options: { key: 'p256', accuracy: '' } },
  { what: 'P-384 with SHA-384', hash: 'sha512', options: { key: 'p384', digest: 'sha384', identifierDigest: 'sha384' } },
  {
    what: 'P-521 with SHA-512',
    hash: 'sha256',
    options: { key: 'p521', digest: 'sha512', identifierDigest: 'sha512', accuracy: 'secs:2, microsecs:1' },
  },
];

describe('a token of openssl ts', () => {
  it.each(KINDS)('verifies: $what', async ({ hash, options }) => {
    const folder = tempFolder();
    const authority = makeTimeAuthority(folder, options);
    const digest = new Uint8Array(createHash(hash).update(subject).digest());
    const request = buildTimestampRequest({ hash, digest, nonce: new Uint8Array(randomBytes(16)), policy: `${TEST_POLICY}.2` });
    const response = await authority.reply(request);

    const report = await verifyTimestamp(ports, { subject, request, response, roots: [authority.root.der] });
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({
      policy: `${TEST_POLICY}.2`,
      serial: '02',
      authorityName: 'CN=Signer, O=Pugmark test, C=BE',
      rootSha256: `sha256:${createHash('sha256').update(authority.root.der).digest('hex')}`,
    });
    const read = readTimestampResponse(response);
    expect(read).toMatchObject({ status: 'granted', hash, policy: `${TEST_POLICY}.2`, genTime: report.genTime });
    expect(read.certificates.map((der) => Buffer.from(der).toString('hex')).sort()).toEqual(
      [authority.signer, authority.intermediate].map(({ der }) => Buffer.from(der).toString('hex')).sort(),
    );
    const at = new Date(report.genTime ?? 0);
    expect(isTokenVerifiedByOpenssl(folder, { response, subject, request, root: authority.root, at })).toBe(true);

    // Over other bytes it is wrong for both.
    const other = toUtf8('another note\n');
    const codes = (await verifyTimestamp(ports, { subject: other, response, roots: [authority.root.der] })).findings.map(
      ({ code }) => code,
    );
    expect(codes).toEqual(['imprint-wrong']);
    expect(isTokenVerifiedByOpenssl(folder, { response, subject: other, root: authority.root, at })).toBe(false);
  });

  it('says how exact its time is, and rounds outwards', async () => {
    const folder = tempFolder();
    const digest = new Uint8Array(createHash('sha256').update(subject).digest());
    const request = buildTimestampRequest({ hash: 'sha256', digest, nonce: new Uint8Array(randomBytes(8)) });
    const authority = makeTimeAuthority(folder, { accuracy: 'secs:1, millisecs:500, microsecs:100' });
    const report = await verifyTimestamp(ports, {
      subject,
      request,
      response: await authority.reply(request),
      roots: [authority.root.der],
    });
    expect(report.accuracyMs).toBe(1501);
    const at = Date.parse(report.genTime ?? '');
    expect([report.earliest, report.latest]).toEqual([new Date(at - 1501).toISOString(), new Date(at + 1501).toISOString()]);
    expect(report.notes.map(({ code }) => code)).toEqual(['revocation-not-given']);
  });

  it('is refused by the authority where it cannot be given, and says why', async () => {
    const authority = makeTimeAuthority(tempFolder());
    const digest = new Uint8Array(createHash('sha256').update(subject).digest());
    const request = buildTimestampRequest({ hash: 'sha256', digest, nonce: new Uint8Array(randomBytes(8)), policy: '1.2.3.4' });
    const response = await authority.reply(request);
    expect(readTimestampResponse(response)).toMatchObject({ status: 'rejection', failures: ['unacceptedPolicy'], certificates: [] });
    const report = await verifyTimestamp(ports, { subject, request, response, roots: [authority.root.der] });
    expect(report.findings.map(({ code }) => code)).toEqual(['status-not-granted']);
    expect(report.findings[0]?.message).toContain('unacceptedPolicy');
  });
});
