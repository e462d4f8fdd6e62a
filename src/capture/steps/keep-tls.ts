import type { z } from 'zod';
import { sha256DigestOf, type Hashing } from '../../core/digest/digest.ts';
import { parseBase64, toUtf8 } from '../../core/digest/encoding.ts';
import type { tlsFactsSchema } from '../../core/model/capture-record.ts';
import type { RecordedTls } from '../../core/model/exchange.ts';
import type { Staging } from '../../core/ports.ts';
import type { CaptureContext } from './capture-context.ts';

export type TlsFacts = z.infer<typeof tlsFactsSchema>;

/** The certificate chain of the document's host as the browser holds it, leaf first, DER in base64. Empty when it has none. */
export async function readCertificates({ tab }: CaptureContext, documentUrl: string): Promise<readonly string[]> {
  const { tableNames } = await tab.cdp.send('Network.getCertificate', { origin: new URL(documentUrl).origin });
  return tableNames;
}

/** TLS facts of the document's answer; writes the chain as PEM (RFC 7468) when there is one. */
export async function keepTls(
  { staging, hashing }: { readonly staging: Staging; readonly hashing: Hashing },
  tls: RecordedTls,
  certificates: readonly string[],
): Promise<TlsFacts> {
  if (certificates.length > 0) {
    const pem = certificates.map(
      (der) => `-----BEGIN CERTIFICATE-----\n${der.replace(/(.{64})(?=.)/g, '$1\n')}\n-----END CERTIFICATE-----\n`,
    );
    await staging.write({ role: 'tls-chain', name: 'tls-chain.pem', mediaType: 'application/x-pem-file' }, toUtf8(pem.join('')));
  }
  const { subjectAlternativeNames, scts, certificateTransparency, ...rest } = tls;
  return {
    ...rest,
    ...(subjectAlternativeNames.length === 0 ? {} : { subjectAlternativeNames: [...subjectAlternativeNames] }),
    ...(certificateTransparency === undefined ? {} : { certificateTransparency }),
    ...(scts.length === 0 ? {} : { scts: scts.map((sct) => ({ ...sct })) }),
    ...(certificates.length === 0 ? {} : { chainSha256: certificates.map((der) => sha256DigestOf(hashing.sha256(parseBase64(der)))) }),
  };
}
