import type { Sha256Digest } from '../../digest/digest.ts';
import type { AnySeal } from '../seal-statement.ts';
import type { Axis, Verdict } from '../verdict.ts';
import { buildVerdict } from './build-verdict.ts';
import { checkAgencySeal } from './check-agency-seal.ts';
import { ArchiveChecks } from './check-archives.ts';
import { listExhibitFiles } from './check-artifacts.ts';
import { checkRevocations, checkSealRevocation, checkTrust, type VerifiedStamps } from './check-authorship.ts';
import { checkCustody, type CheckedLog } from './check-custody.ts';
import { checkDisclosed, isDisclosure, isRecordWithheld } from './check-disclosed.ts';
import { checkDerivatives } from './check-derivatives.ts';
import { checkEarlierPackage } from './check-earlier.ts';
import { checkEvidence, type ListedArtifact } from './check-evidence.ts';
import { checkExhibit, checkNothingDropped, type CheckedExhibit, type RecordedSession } from './check-exhibit.ts';
import { checkExportEntry, checkScope } from './check-export.ts';
import { checkForms } from './check-forms.ts';
import { checkHtmlReports } from './check-html-report.ts';
import { checkKeys, checkSealSignature, type CertifiedKeys } from './check-keys.ts';
import { checkLayout } from './check-layout.ts';
import { checkProofs } from './check-proofs.ts';
import { checkReceived, isReceived } from './check-received.ts';
import { RecipeChecks } from './check-recipes.ts';
import { checkSeal, isOfCustody, type ReadSeal } from './check-seal.ts';
import { checkViewer, type KnownViewer } from './check-viewer.ts';
import { checkTexts, type ShownTexts } from './check-texts.ts';
import { checkTime } from './check-time.ts';
import type { BagFiles, CheckedBag, VerifyPorts } from './checked-bag.ts';
import type { VerdictCollector } from './verdict-collector.ts';
import { verifyBare } from './verify-bare.ts';
import { seenAt, verifyTokens, type TimeKnowledge } from './verify-tokens.ts';

/** What the checker brings along. */
export interface CheckerKnowledge extends TimeKnowledge {
  /** Fingerprints of identity keys that the checker has from elsewhere than the package. */
  readonly trusted: ReadonlySet<Sha256Digest>;
  /** Digests of START-HERE.html by release, from elsewhere than the package. */
  readonly viewers?: readonly KnownViewer[];
  /** A package of the same case that the checker got before. */
  readonly earlier?: BagFiles;
  /** Envelopes of revocations that the checker has from elsewhere. */
  readonly revocations?: readonly Uint8Array[];
  /** DER of root certificates of agencies. */
  readonly agencyRoots?: readonly Uint8Array[];
  readonly onSeal?: (seal: AnySeal & { readonly digest: Sha256Digest }) => void;
}

interface Parts {
  readonly collector: VerdictCollector;
  readonly ports: VerifyPorts;
  readonly bag: CheckedBag;
}

/** Steps 5 to 14 (docs/formats/package.md, "Verifying"), each beside its section there; 1 to 4 gave the bag and are in the collector. */
export async function verifySealed(parts: Parts, name: string, knowledge: CheckerKnowledge): Promise<Verdict> {
  const { collector, ports, bag } = parts;
  const trusted = knowledge.trusted.size > 0;
  // 5. Seal: there, canonical, over the tag manifests that are here; and nothing beside the parts of its profile.
  const seal = await checkSeal(collector, ports, bag);
  if (seal === undefined) return buildVerdict(collector, { name, seal, keys: undefined, trusted, ran: new Set(['integrity']) });
  knowledge.onSeal?.({ ...seal.statement, digest: seal.digest });
  if (!isOfCustody(seal)) return await verifyBare(parts, name, seal, knowledge);
  checkLayout(collector, bag, seal.statement);
  await checkHtmlReports(collector, bag);
  await checkForms(collector, bag, seal.statement);
  await checkViewer(collector, bag, seal.statement, knowledge.viewers ?? []);
  // 6. Keys: certified by the station's identity, each for one purpose; the seal by a seal key.
  const keys = await checkKeys(collector, ports, bag, seal.statement, knowledge.revocations);
  checkSealSignature(collector, ports, seal, keys);
  // 7. Authorship: an identity that the checker knows.
  checkTrust(collector, keys, knowledge.trusted);
  await checkAgencySeal(collector, ports, bag, { seal, roots: knowledge.agencyRoots ?? [] });
  // What a revoked key signed counts when a token saw it before.
  const tokens = await verifyTokens(parts, seal, knowledge);
  const stamps = seenAt(tokens);
  checkSealRevocation(collector, ports.hashing, seal, keys, stamps);
  // 8. Custody.
  const custody = await verifyCustody(parts, { seal, keys, stamps, earlier: knowledge.earlier });
  // 9 to 11. Exhibits, their archives and pictures.
  const sessions = new Map<string, RecordedSession>();
  const { withheld } = await verifyExhibits(parts, seal, custody, sessions);
  // 12. Time: what authorities confirmed, under roots that the checker or this release names.
  checkTime({ ...parts, seal, log: custody?.log, sessions, stamps: tokens });
  // 13. Completeness is as recorded unless a step above found otherwise, where the records that hold the ledgers are here. 14. Scope.
  const ran: Axis[] = [
    'integrity',
    'authorship',
    'time',
    ...(withheld > 0 ? [] : (['completeness'] as const)),
    ...(custody === undefined ? [] : (['custody'] as const)),
  ];
  return buildVerdict(collector, { name, seal, keys, trusted, ran: new Set(ran) });
}

interface Custody {
  readonly log: CheckedLog;
  readonly texts: ShownTexts;
}

async function verifyCustody(
  { collector, ports, bag }: Parts,
  known: {
    readonly seal: ReadSeal;
    readonly keys: CertifiedKeys;
    readonly stamps: VerifiedStamps;
    readonly earlier: BagFiles | undefined;
  },
): Promise<Custody | undefined> {
  const { seal, keys, earlier } = known;
  const { statement } = seal;
  collector.progress('custody', statement.checkpoint.origin, 0, 1);
  const log = await checkCustody(collector, ports, bag, seal, keys, known.stamps);
  if (log === undefined) return undefined;
  checkRevocations(collector, seal, keys, log.report);
  const texts = await checkTexts(collector, ports, bag, log);
  checkExportEntry(collector, statement, log, texts);
  checkScope(collector, statement, log);
  await checkProofs(collector, ports, bag, statement, log);
  if (earlier !== undefined) await checkEarlierPackage(collector, ports, { seal, keys, log, earlier });
  return { log, texts };
}

async function verifyExhibits(
  { collector, ports, bag }: Parts,
  { statement: seal }: ReadSeal,
  custody: Custody | undefined,
  sessions: Map<string, RecordedSession>,
): Promise<{ readonly withheld: number }> {
  const { exhibits } = seal.scope;
  const context = {
    collector,
    ports,
    bag,
    seal,
    log: custody?.log,
    texts: custody?.texts ?? new Map<string, string>(),
    ...listExhibitFiles(collector, bag, seal),
    sessions,
    listed: new Map<string, readonly ListedArtifact[]>(),
  };
  if (custody !== undefined) checkNothingDropped(collector, seal, custody.log);
  const archives = new ArchiveChecks(collector, ports, bag);
  const recipes = new RecipeChecks(collector, ports, bag);
  let withheld = 0;
  for (const [index, sealed] of exhibits.entries()) {
    collector.progress('exhibits', sealed.exhibit, index, exhibits.length);
    if (isRecordWithheld(context, sealed)) {
      await checkDisclosed(context, sealed);
      withheld += 1;
      continue;
    }
    if (isReceived(context, sealed)) {
      await checkReceived(context, sealed);
      continue;
    }
    // Few at a time: memory does not grow with the case.
    const exhibit = await checkExhibit(context, sealed);
    if (exhibit === undefined) {
      collector.finding('archive-unreadable', sealed.exhibit, 'Without its record nothing can be said of what its archive should hold');
      continue;
    }
    if (!isDisclosure(seal) || hasArchive(exhibit)) await archives.start(exhibit);
    checkDerivatives(collector, exhibit);
    await recipes.start(exhibit);
  }
  await archives.finish();
  await recipes.finish();
  checkEvidence(collector, context.texts, context.listed);
  return { withheld };
}

function hasArchive({ record, whole }: CheckedExhibit): boolean {
  return record.observation.artifacts.some(({ role, name }) => role === 'wacz' && whole.has(name));
}
