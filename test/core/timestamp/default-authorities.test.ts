import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { timestampAuthoritySchema } from '../../../src/core/timestamp/authority.ts';
import { DEFAULT_AUTHORITIES } from '../../../src/core/timestamp/default-authorities.ts';
import { buildPemCertificate, parsePemCertificates } from '../../../src/core/timestamp/pem.ts';

const SOURCE = new URL('../../../src/core/timestamp/default-authorities.ts', import.meta.url);
const DEBIAN_ROOTS = '/etc/ssl/certs/ca-certificates.crt';

const block = (text: string): string => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;

describe('the authorities that are asked by default', () => {
  it('are two or more that have no root in common', () => {
    for (const authority of DEFAULT_AUTHORITIES) expect(timestampAuthoritySchema.parse(authority)).toEqual(authority);
    const owners = DEFAULT_AUTHORITIES.map(
      ({ roots }) => new Set(roots.map((pem) => /^O=(.*)$/m.exec(new X509Certificate(pem).issuer)?.[1])),
    );
    expect(owners.length).toBeGreaterThanOrEqual(2);
    expect(new Set(owners.flatMap((names) => [...names])).size).toBe(owners.length);
  });

  it('have roots with the fingerprints that are written beside them, valid for years', () => {
    const source = readFileSync(SOURCE, 'utf8');
    for (const pem of DEFAULT_AUTHORITIES.flatMap(({ roots }) => roots)) {
      const certificate = new X509Certificate(pem);
      expect(source).toContain(`sha256:${certificate.fingerprint256.replaceAll(':', '').toLowerCase()}`);
      expect(certificate.ca && certificate.verify(certificate.publicKey)).toBe(true);
      expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.UTC(2030, 0));
      expect(parsePemCertificates(pem).map(buildPemCertificate)).toEqual([`${pem.trim()}\n`]);
    }
  });

  it('have roots that systems know too', ({ skip }) => {
    if (!existsSync(DEBIAN_ROOTS)) skip('this system keeps its roots elsewhere');
    const known = new Set(parsePemCertificates(readFileSync(DEBIAN_ROOTS, 'utf8')).map((der) => Buffer.from(der).toString('hex')));
    for (const der of DEFAULT_AUTHORITIES.flatMap(({ roots }) => roots.flatMap(parsePemCertificates))) {
      expect(known.has(Buffer.from(der).toString('hex'))).toBe(true);
    }
  });
});

describe('parsePemCertificates', () => {
  it('refuses what holds no certificate', () => {
    for (const text of ['', 'no certificate', block('AAAA'), block('not base64!'), block('A')])
      expect(() => parsePemCertificates(text)).toThrow(/certificate|ASN.1/);
  });
});
