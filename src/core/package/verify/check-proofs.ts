import { buildTlogProof, openTlogProof, parseTlogProof } from '../../custody/tlog-proof.ts';
import { parseUtf8 } from '../../digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../../errors.ts';
import { PACKAGE_PATHS, proofPath } from '../layout.ts';
import type { PackageSeal } from '../seal-statement.ts';
import { listBelow, readHeld, type CheckedBag, type VerifyPorts } from './checked-bag.ts';
import type { CheckedLog, Leaf } from './check-custody.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** A path of 64 hashes and a note. */
const MAX_PROOF_BYTES = 64 * 1024;

/** Step 8, proofs: for each exhibit one that the entry which ended it stands in the log, good without the rest of the package. */
export async function checkProofs(
  collector: VerdictCollector,
  ports: VerifyPorts,
  bag: CheckedBag,
  seal: PackageSeal,
  log: CheckedLog,
): Promise<void> {
  const expected = new Set(seal.scope.exhibits.map(({ exhibit }) => `${exhibit}.tlog-proof`));
  for (const name of listBelow(bag, PACKAGE_PATHS.proofs)) {
    if (!expected.has(name))
      collector.finding('layout-unknown-file', `${PACKAGE_PATHS.proofs}/${name}`, 'It is the proof of no exhibit of this package');
  }
  for (const { exhibit } of seal.scope.exhibits) {
    const path = proofPath(exhibit);
    const end = log.captures.get(exhibit)?.end;
    if (!bag.files.has(path)) collector.finding('proof-missing', path, 'The exhibit has no proof that it belongs to the log');
    else if (end !== undefined) {
      try {
        assertProof(ports, parseUtf8(await readHeld(bag, path, MAX_PROOF_BYTES)), end, log);
      } catch (error) {
        collector.finding('proof-invalid', path, messageOf(error));
      }
    }
  }
}

function assertProof(ports: VerifyPorts, text: string, end: Leaf, log: CheckedLog): void {
  if (buildTlogProof(parseTlogProof(text)) !== text) throw new PugmarkError('proof-invalid', 'It holds more than a proof');
  let problem: unknown = new PugmarkError('proof-invalid', 'There is no log key to check it with');
  for (const publicKey of log.logKeys) {
    try {
      const { index, head } = openTlogProof(ports, text, { leafHash: end.leafHash, publicKey });
      if (index !== end.seq || head.origin !== end.origin || log.report.roots.get(head.origin)?.[head.size] !== head.root)
        throw new PugmarkError('proof-invalid', 'It proves another entry, or one of another log');
      return;
    } catch (error) {
      if (!isPugmarkError(error)) throw error;
      problem = error;
    }
  }
  throw problem;
}
