import { X509Certificate } from 'node:crypto';
import { PugmarkError } from '../core/errors.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Each certificate of a PEM text, one PEM each, in one form. Throws `input-unreadable` when there is none, or one that cannot be read. */
export function parseRootCertificates(text: string): readonly string[] {
  const blocks = text.match(BLOCK) ?? [];
  if (blocks.length === 0) throw new PugmarkError('input-unreadable', 'There is no certificate (PEM) in it');
  return blocks.map((block) => {
    try {
      return new X509Certificate(block).toString();
    } catch (cause) {
      throw new PugmarkError('input-unreadable', 'One of its certificates cannot be read', { cause });
    }
  });
}

/** DER of a certificate in PEM. Throws as {@link parseRootCertificates}. */
export function readCertificateDer(pem: string): Uint8Array {
  try {
    return new Uint8Array(new X509Certificate(pem).raw);
  } catch (cause) {
    throw new PugmarkError('input-unreadable', 'The certificate cannot be read', { cause });
  }
}
