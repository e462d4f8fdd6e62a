import { isSameBytes, toHex } from '../digest/encoding.ts';
import { sha256DigestOf } from '../digest/digest.ts';
import { PugmarkError } from '../errors.ts';
import { type PathCertificate, nameForPeople, readKnownCertificate } from './certificate.ts';
import { findCertificatePath } from './certificate-path.ts';
import { checkCertifiedSignature } from './certified-signature.ts';
import { checkImprint } from './check-imprint.ts';
import { checkSignedAttributes } from './check-signed-attributes.ts';
import { OID } from './object-identifiers.ts';
import { type ReadTimestampRequest, readTimestampRequest } from './read-request.ts';
import { type OpenedResponse, openTimestampResponse } from './read-response.ts';
import { checkRevocation } from './revocation.ts';
import { type SignedToken, readSignedToken } from './signed-token.ts';
import { checkSignerIdentifier, checkSignerPurpose, findSigner } from './signer-certificate.ts';
import { TimestampFindings } from './timestamp-findings.ts';
import type { TimestampPorts, TimestampReport, TimestampToVerify } from './timestamp-report.ts';
import { type TstInfo, readTstInfo } from './tst-info.ts';
import { utcTimeOf } from './utc-bounds.ts';

/** Certificates of a token and beside it that are read; more serves an attacker alone. */
const MAX_CERTIFICATES = 64;

/**
 * Verifies a time-stamp response (RFC 3161) in the order of section 2.2, each step with a code of its own. What is wrong with the token, the request or
 * what lies beside it is a finding; rejects with `input-unreadable` for a root that is no certificate. Whether the certificates have expired since does
 * not matter: what counts is genTime.
 */
export async function verifyTimestamp(ports: TimestampPorts, token: TimestampToVerify): Promise<TimestampReport> {
  const roots = token.roots.map(readKnownCertificate);
  const found = new TimestampFindings();

  // 1. The response, and the request that it answers.
  const response = found.attempt('response-malformed', () => openTimestampResponse(token.response));
  if (response === undefined) return found.report();
  const request = readRequest(token.request, found);

  // 2. Status: only a granted response holds a token (section 2.4.2).
  const contentInfo = takeToken(response, found);
  if (contentInfo === undefined) return found.report();
  const signed = found.attempt('response-malformed', () => readSignedToken(contentInfo));
  if (signed === undefined) return found.report();

  // 3. What is signed is a TSTInfo.
  const info = readContent(signed, found);
  if (info === undefined) return found.report();
  addBracket(info, found);

  // 4. Its imprint is that of the subject, and of the request. 5. Nonce. 6. Policy.
  await checkImprint(ports.certificates, { subject: token.subject, imprint: info.imprint, request }, found);
  checkNonce(info, request, found);
  checkPolicy(info, request, token.policies, found);

  // 7. The signed attributes are over this TSTInfo.
  await checkSignedAttributes(ports.certificates, signed, found);

  // 8. The certificate that signed. 9. Its signature. 10. The attribute that names it. 11. Its purpose.
  const certificates = readCertificates([...signed.certificates, ...(token.certificates ?? [])], found);
  const signer = findSigner(signed.signer.identifier, [...certificates, ...roots]);
  if (signer === undefined) {
    found.find('signer-missing', 'The certificate that signed is neither in the token nor beside it');
    return found.report();
  }
  found.add({ authorityName: nameForPeople(signer.subject) });
  await checkSignature(ports, signed, signer, found);
  const misnamed = await found.attemptLater('signer-identifier-wrong', () =>
    checkSignerIdentifier(ports.certificates, signed.signer.attributes, signer),
  );
  if (misnamed !== undefined) found.find('signer-identifier-wrong', misnamed);
  const purpose = checkSignerPurpose(signer);
  if (purpose !== undefined) found.find('signer-purpose-wrong', purpose);

  // 12. A path to a root that is trusted, right in itself. 13. Valid at genTime.
  const atMs = Number(info.genTimeUs / 1000n);
  const { path, findings } = await findCertificatePath(ports.certificates, { signer, pool: certificates, roots, atMs });
  for (const { code, message } of findings) found.find(code, message);
  const root = path?.at(-1);
  if (path === undefined || root === undefined) return found.report();
  found.add({ rootSha256: sha256DigestOf(await ports.certificates.digest('sha256', root.der)) });

  // 14. Revocation, as far as anything says it.
  const crls = [...signed.crls, ...(token.revocation ?? [])];
  await checkRevocation(ports.certificates, { path, data: [...crls, ...signed.ocspResponses], atMs }, found);
  return found.report();
}

function readRequest(der: Uint8Array | undefined, found: TimestampFindings): ReadTimestampRequest | undefined {
  if (der === undefined) {
    found.note('request-not-given', 'The request is not at hand: nonce and policy are compared with nothing');
    return undefined;
  }
  return found.attempt('request-malformed', () => readTimestampRequest(der));
}

function takeToken({ status, token, statusText, failures }: OpenedResponse, found: TimestampFindings): OpenedResponse['token'] {
  if (status === 'granted' || status === 'granted-with-mods') {
    if (token === undefined) found.find('response-malformed', 'A granted response without a token');
    return token;
  }
  const why = [...failures, ...(statusText === undefined ? [] : [statusText])].join('; ');
  found.find('status-not-granted', `The authority granted no time stamp (${status}${why === '' ? '' : `: ${why}`})`);
  return undefined;
}

function readContent(signed: SignedToken, found: TimestampFindings): TstInfo | undefined {
  if (signed.contentType !== OID.tstInfo) {
    found.find('content-wrong', `What is signed is not a TSTInfo but ${signed.contentType}`);
    return undefined;
  }
  return found.attempt('content-wrong', () => readTstInfo(signed.content));
}

/** genTime less and plus the accuracy, each to the millisecond that lies outside. */
function addBracket({ genTimeUs, accuracyUs, policy, serial }: TstInfo, found: TimestampFindings): void {
  const eitherSideUs = accuracyUs ?? 0n;
  found.add({
    genTime: utcTimeOf(genTimeUs, 'down'),
    ...(accuracyUs === undefined ? {} : { accuracyMs: Number((accuracyUs + 999n) / 1000n) }),
    earliest: utcTimeOf(genTimeUs - eitherSideUs, 'down'),
    latest: utcTimeOf(genTimeUs + eitherSideUs, 'up'),
    policy,
    serial,
  });
  if (accuracyUs === undefined) found.note('accuracy-not-given', 'The authority does not say how exact its clock is');
}

function checkNonce({ nonce }: TstInfo, request: ReadTimestampRequest | undefined, found: TimestampFindings): void {
  if (request?.nonce === undefined) return;
  if (nonce !== undefined && isSameBytes(nonce, request.nonce)) return;
  found.find(
    'nonce-wrong',
    nonce === undefined
      ? 'The nonce of the request does not come back'
      : `The nonce is ${toHex(nonce.subarray(0, 32))}, not that of the request`,
  );
}

function checkPolicy(
  { policy }: TstInfo,
  request: ReadTimestampRequest | undefined,
  accepted: readonly string[] | undefined,
  found: TimestampFindings,
): void {
  if (request?.policy !== undefined && request.policy !== policy)
    found.find('policy-wrong', `The token is under policy ${policy}, asked for was ${request.policy}`);
  else if (accepted !== undefined && !accepted.includes(policy))
    found.find('policy-wrong', `The token is under policy ${policy}, which is not accepted`);
}

/** Those that can be read. One that cannot serves nobody, and is told when it is missed. */
function readCertificates(ders: readonly Uint8Array[], found: TimestampFindings): PathCertificate[] {
  if (ders.length > MAX_CERTIFICATES) found.find('response-malformed', `More than ${MAX_CERTIFICATES} certificates`);
  return ders.slice(0, MAX_CERTIFICATES).flatMap((der) => {
    try {
      return [readKnownCertificate(der)];
    } catch (error) {
      if (error instanceof PugmarkError) return [];
      throw error;
    }
  });
}

async function checkSignature(
  ports: TimestampPorts,
  { signer: by }: SignedToken,
  signer: PathCertificate,
  found: TimestampFindings,
): Promise<void> {
  const outcome = await checkCertifiedSignature(ports.certificates, {
    algorithm: by.signatureAlgorithm,
    digestOid: by.digestOid,
    publicKey: signer.publicKey,
    message: by.signedAttributes,
    signature: by.signature,
  });
  if (outcome === 'refused') found.find('algorithm-refused', 'The token is signed with an algorithm or key that is not accepted');
  if (outcome === 'wrong') found.find('signature-wrong', 'The signature of the token is wrong');
}
