import { parseBase64, toBase64 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import { readCertificate } from './certificate.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g;
/** A system's list of all roots has some hundred. */
const MAX_CERTIFICATES = 1000;

/**
 * DER of every certificate in PEM text (RFC 7468); what stands between the blocks is a comment. Throws `input-unreadable` when there is none, or one
 * that is no certificate.
 */
export function parsePemCertificates(text: string): readonly Uint8Array[] {
  const blocks = [...text.matchAll(BLOCK)];
  if (blocks.length === 0) throw new PugmarkError('input-unreadable', 'There is no certificate (PEM) in it');
  if (blocks.length > MAX_CERTIFICATES)
    throw new PugmarkError('input-unreadable', `There are more than ${MAX_CERTIFICATES} certificates in it`);
  return blocks.map(([, base64 = '']) => {
    let der: Uint8Array;
    try {
      der = parseBase64(base64.replaceAll(/\s/g, ''));
    } catch (cause) {
      throw new PugmarkError('input-unreadable', 'A certificate in it is not base64', { cause });
    }
    readCertificate(der);
    return der;
  });
}

/** PEM of one certificate, with a final line feed. */
export function buildPemCertificate(der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
