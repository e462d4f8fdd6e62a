import { createHash } from 'node:crypto';
import { type Sha256Digest, sha256DigestOf } from '../../core/digest/digest.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { CaptureRecord } from '../../core/model/capture-record.ts';
import type { ReportExhibit } from '../../core/package/report-input.ts';
import { nameForPeople, readCertificate } from '../../core/timestamp/certificate.ts';
import { buildHash } from './graph-files.ts';
import type { GraphGround } from './graph-ground.ts';
import { dateTime, type GraphNode, type NodeRef, only, refTo, type TypedValue } from './graph-node.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g;
/** A chain has a handful; a browser takes none that is longer. */
const MAX_BYTES = 1_000_000;

/** The certificates of the document's connection as the browser reported them, leaf first: by their digests, and with what they say where it can be read. */
export async function* buildCertificates(
  ground: GraphGround,
  exhibit: ReportExhibit,
  record: CaptureRecord,
): AsyncGenerator<GraphNode, readonly NodeRef[]> {
  const chain = record.observation.tls?.chainSha256 ?? [];
  const certificates = chain.map((digest) => ({ digest, node: ground.ids.of('certificate', digest) }));
  const missing = certificates.filter(({ node }) => !ground.hasWritten(node));
  const bytes = missing.length === 0 ? NONE : await readChain(exhibit);
  for (const { digest, node } of missing) {
    yield* ground.once({
      ...node,
      '@type': 'observable:X509Certificate',
      'core:hasFacet': {
        ...ground.ids.within(node, 'x509'),
        '@type': 'observable:X509CertificateFacet',
        ...describe(bytes.get(digest)),
        'observable:thumbprintHash': buildHash(ground, node, 'SHA256', digest),
      },
    });
  }
  return certificates.map(({ node }) => refTo(node));
}

const NONE: ReadonlyMap<Sha256Digest, Uint8Array> = new Map();

/** DER by digest, from the artifact [tls-chain]; nothing where the package does not hold it. */
async function readChain(exhibit: ReportExhibit): Promise<ReadonlyMap<Sha256Digest, Uint8Array>> {
  const artifact = exhibit.artifacts.find(({ role }) => role === 'tls-chain');
  if (artifact === undefined || artifact.sizeBytes > MAX_BYTES) return NONE;
  const pieces: Uint8Array[] = [];
  for await (const piece of exhibit.readArtifact(artifact)) pieces.push(piece);
  const pem = Buffer.concat(pieces).toString('latin1');
  return new Map(
    [...pem.matchAll(BLOCK)].map(([, base64 = '']) => {
      const der = Buffer.from(base64, 'base64');
      return [sha256DigestOf(createHash('sha256').update(der).digest()), der] as const;
    }),
  );
}

/** A server may send anything as a certificate: what cannot be read has its digest alone. */
function describe(der: Uint8Array | undefined): Readonly<Record<string, GraphNode[string]>> {
  if (der === undefined) return {};
  try {
    const { subject, issuer, serial, notBeforeMs, notAfterMs } = readCertificate(der);
    return only({
      'observable:subject': nameForPeople(subject),
      'observable:issuer': nameForPeople(issuer),
      'observable:serialNumber': Buffer.from(serial).toString('hex'),
      'observable:validityNotBefore': timeOf(notBeforeMs),
      'observable:validityNotAfter': timeOf(notAfterMs),
    });
  } catch (error) {
    if (isPugmarkError(error, 'input-unreadable')) return {};
    throw error;
  }
}

/** Beyond the year 9999 ISO 8601 and XSD write years differently. */
function timeOf(ms: number): TypedValue | undefined {
  const text = new Date(ms).toISOString();
  return text.length === '2026-01-01T00:00:00.000Z'.length ? dateTime(text) : undefined;
}
