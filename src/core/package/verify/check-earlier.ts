import { openCheckpointNote, type TreeHead } from '../../custody/checkpoint.ts';
import type { LogReport } from '../../custody/log-report.ts';
import { assertConsistency, buildConsistencyProof } from '../../custody/merkle.ts';
import { sha256BytesOf } from '../../digest/digest.ts';
import { parseUtf8 } from '../../digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../../errors.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import { listBelow, readHeld, type BagFiles, type VerifyPorts } from './checked-bag.ts';
import type { CheckedLog } from './check-custody.ts';
import { findLeaves } from './check-export.ts';
import { findJoinDifferences, isContinuationOf } from './check-joined.ts';
import { checkKeys, checkSealSignature, type CertifiedKeys } from './check-keys.ts';
import { isOfCustody, parseSeal, type ReadSeal } from './check-seal.ts';
import { messageOf } from './message-of.ts';
import { VerdictCollector } from './verdict-collector.ts';

const MAX_NOTE_BYTES = 64 * 1024;

/**
 * Step 8, an earlier package of the case that the checker holds (package.md, "Custody"): everything that it shows signed of the log is a
 * beginning of the log in this one. Its own content is not verified here.
 */
export async function checkEarlierPackage(
  collector: VerdictCollector,
  ports: VerifyPorts,
  parts: { readonly seal: ReadSeal; readonly keys: CertifiedKeys; readonly log: CheckedLog; readonly earlier: BagFiles },
): Promise<void> {
  const { seal, log, earlier } = parts;
  const stations = [seal.statement.station, ...parts.keys.earlierIdentities.map(({ keyId }) => keyId)];
  let before: ReadSeal;
  try {
    const read = parseSeal(ports, await readHeld(earlier, PACKAGE_PATHS.seal));
    if (!isOfCustody(read)) throw new PugmarkError('record-invalid', 'packages of its profile have no custody log to compare with');
    before = read;
  } catch (error) {
    collector.finding('earlier-package-differs', PACKAGE_PATHS.seal, `The seal of the earlier package cannot be read: ${messageOf(error)}`);
    return;
  }
  const subject = before.statement.package;
  let isSame = true;
  const differs = (message: string): void => {
    isSame = false;
    collector.finding('earlier-package-differs', subject, message);
  };
  const { case: ofCase, station, practice } = before.statement;
  if (isContinuationOf(log, before) && practice === seal.statement.practice) {
    await checkContinuation(collector, ports, { log, earlier, before, differs });
    return;
  }
  if (ofCase.id !== seal.statement.case.id || !stations.includes(station) || practice !== seal.statement.practice) {
    differs('The earlier package is of another case or another station');
    return;
  }
  const keys = await readKeys(ports, earlier, before);
  if (keys === undefined) {
    differs('The seal of the earlier package is not signed by its station');
    return;
  }
  for (const head of [before.statement.checkpoint, ...(await readHeads(ports, earlier, keys))]) checkHead(differs, log.report, head);
  checkChain(differs, seal, before, log);
  if (!isSame) return;
  const proof = proveConsistency(ports, differs, log.report, before.statement.checkpoint);
  if (proof === undefined) return;
  const { size, origin } = before.statement.checkpoint;
  collector.note(
    'custody',
    'earlier-package-matches',
    subject,
    `The log goes on from the ${size} entries of ${origin} that it showed: a consistency proof of ${proof.length} hashes (RFC 6962 section 2.1.2) joins the two`,
  );
}

/** A case of another station that goes on from the earlier package: its log begins with what that one's seal says. */
async function checkContinuation(
  collector: VerdictCollector,
  ports: VerifyPorts,
  parts: {
    readonly log: CheckedLog;
    readonly earlier: BagFiles;
    readonly before: ReadSeal;
    readonly differs: (message: string) => void;
  },
): Promise<void> {
  const { log, earlier, before, differs } = parts;
  const { package: id, station, checkpoint } = before.statement;
  const keys = await readKeys(ports, earlier, before);
  if (keys === undefined) {
    differs('The seal of the earlier package is not signed by its station');
    return;
  }
  const logKeys = keys.certificates.flatMap(({ purpose, publicKey }) => (purpose === 'log' ? [publicKey] : []));
  const differences = findJoinDifferences(ports, log, before, logKeys);
  for (const what of differences) differs(`The log goes on from the earlier package, and names ${what} than that has`);
  if (differences.length > 0) return;
  collector.note(
    'custody',
    'earlier-package-matches',
    id,
    `The log begins with the checkpoint over ${checkpoint.size} entries of ${checkpoint.origin} and the seal of that package of station ${station}, which is verified by itself. Whoever holds a package can go on from it: that it was handed over is for the log of its sender to show`,
  );
}

/**
 * PROOF(old size, D[new size]) from the leaves that are here, verified against the root that was sealed then and the root of now: what anyone
 * can repeat who has nothing but the two roots and the proof.
 */
function proveConsistency(
  { hashing }: VerifyPorts,
  differs: (message: string) => void,
  report: LogReport,
  old: TreeHead,
): readonly Uint8Array[] | undefined {
  const leafHashes = report.leaves.filter(({ origin }) => origin === old.origin).map(({ leafHash }) => leafHash);
  const now = report.heads.find(({ origin }) => origin === old.origin);
  if (now === undefined) return undefined; // Told by checkHead.
  try {
    const proof = buildConsistencyProof(hashing, leafHashes, old.size, now.size);
    const claim = { oldSize: old.size, oldRoot: sha256BytesOf(old.root), newSize: now.size, newRoot: sha256BytesOf(now.root), proof };
    assertConsistency(hashing, claim);
    return proof;
  } catch (error) {
    if (!isPugmarkError(error, 'proof-invalid')) throw error;
    differs(`No consistency proof joins the two: ${error.message}`);
    return undefined;
  }
}

async function readKeys(ports: VerifyPorts, earlier: BagFiles, before: ReadSeal): Promise<CertifiedKeys | undefined> {
  const apart = new VerdictCollector();
  const keys = await checkKeys(apart, ports, { ...bagOf(earlier), info: new Map() }, before.statement);
  checkSealSignature(apart, ports, before, keys);
  return (['seal-signature', 'key-purpose', 'seal-invalid'] as const).some((code) => apart.has(code)) ? undefined : keys;
}

function bagOf(files: BagFiles): BagFiles {
  return { files: files.files, stream: (path) => files.stream(path) };
}

/** Every checkpoint that the earlier package shows, signed by a log key. Others are no word of the station. */
async function readHeads(ports: VerifyPorts, earlier: BagFiles, keys: CertifiedKeys): Promise<readonly TreeHead[]> {
  const heads: TreeHead[] = [];
  const logKeys = keys.certificates.filter(({ purpose }) => purpose === 'log');
  for (const name of listBelow(earlier, PACKAGE_PATHS.checkpoints)) {
    for (const { publicKey } of logKeys) {
      try {
        const note = parseUtf8(await readHeld(earlier, `${PACKAGE_PATHS.checkpoints}/${name}`, MAX_NOTE_BYTES));
        heads.push(openCheckpointNote(ports, note, publicKey));
      } catch (error) {
        if (!isPugmarkError(error, 'note-invalid')) messageOf(error);
      }
    }
  }
  return heads;
}

function checkHead(differs: (message: string) => void, report: LogReport, head: TreeHead): void {
  const roots = report.roots.get(head.origin);
  // All roots of this log come from one sequence of leaves: an equal root says that it begins with the same entries.
  if (roots?.[head.size] === head.root) return;
  if (roots === undefined) differs(`The log has no segment ${head.origin}, which the earlier package shows`);
  else if (head.size >= roots.length)
    differs(
      `The earlier package shows ${head.size} entries of ${head.origin}, here are ${roots.length - 1}: the log was cut, or the two packages are given the wrong way round`,
    );
  else
    differs(
      `The first ${head.size} entries of ${head.origin} are not those of the earlier package: one of the two logs was rewritten or forked`,
    );
}

/** What this package says of that one, by name and digest. */
function checkChain(differs: (message: string) => void, seal: ReadSeal, before: ReadSeal, log: CheckedLog): void {
  const id = before.statement.package;
  if (id === seal.statement.package) {
    if (before.digest !== seal.digest) differs('It has the same id and another seal');
    return;
  }
  const { previous } = seal.statement;
  if (previous?.package === id && previous.seal !== before.digest) differs('The seal names it as the one before, with another seal');
  const logged = findLeaves(log, 'package.sealed').filter(({ entry }) => entry.details['package'] === id);
  if (logged.some(({ entry }) => entry.digest !== before.digest)) differs('The log says that it was sealed otherwise');
  if (logged.length === 0) differs('The log does not say that it was sealed');
}
