import { verifyAgencySeal } from '../../agency-seal/verify-agency-seal.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import type { AnySeal } from '../seal-statement.ts';
import { readHeld, type CheckedBag, type VerifyPorts } from './checked-bag.ts';
import type { ReadSeal } from './check-seal.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** A signature with a few certificates. */
const MAX_AGENCY_SEAL_BYTES = 256 * 1024;

/**
 * Step 7 (package.md, "Agency seal"): the signature beside the seal, where there is one, is over this very seal; and with roots that the checker
 * has from elsewhere, by a certificate under one of them, at the time that the seal claims. It takes the place of nothing: authorship
 * rests on the identity of the station.
 */
export async function checkAgencySeal(
  collector: VerdictCollector,
  ports: VerifyPorts,
  bag: CheckedBag,
  { seal, roots }: { readonly seal: ReadSeal<AnySeal>; readonly roots: readonly Uint8Array[] },
): Promise<void> {
  const path = PACKAGE_PATHS.agencySeal;
  if (!bag.files.has(path)) return;
  let signature: Uint8Array;
  try {
    signature = await readHeld(bag, path, MAX_AGENCY_SEAL_BYTES);
  } catch (error) {
    collector.finding('agency-seal-wrong', path, messageOf(error));
    return;
  }
  const atMs = Date.parse(seal.statement.createdAt);
  const report = await verifyAgencySeal(ports.certificates, { seal: seal.envelope, signature, roots, atMs });
  for (const finding of report.findings) collector.finding('agency-seal-wrong', path, finding);
  if (report.findings.length > 0) return;
  const by = report.signedBy ?? 'a certificate without a name';
  if (report.path === undefined)
    collector.note(
      'authorship',
      'agency-seal-not-checked',
      path,
      `Signed too by ${by}, says the certificate: no root to see that with was given`,
    );
  else if (report.path.findings.length === 0)
    collector.note('authorship', 'agency-seal-trusted', path, `Signed too by ${by}, under a root that you trust`);
  for (const finding of report.path?.findings ?? []) collector.finding('agency-seal-untrusted', path, finding);
}
