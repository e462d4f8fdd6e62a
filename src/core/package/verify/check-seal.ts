import type { UtcTime } from '../../clock.ts';
import type { Sha256Digest } from '../../digest/digest.ts';
import { hexOf, sha256DigestOf } from '../../digest/digest.ts';
import { PugmarkError } from '../../errors.ts';
import { parseEnvelope } from '../../signing/dsse.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../../signing/key-certificate.ts';
import { toOneLine } from '../bag/bag-info.ts';
import { buildPackageName, PACKAGE_PATHS } from '../layout.ts';
import { buildDosTime } from '../zip-form.ts';
import {
  isBareSeal,
  isReducedSeal,
  parseSealStatement,
  type AnySeal,
  type BareSeal,
  type PackageSeal,
  type SealStatement,
} from '../seal-statement.ts';
import { readHeld, type CheckedBag, type VerifyPorts } from './checked-bag.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** The sealed statement as it stands there: believed only as far as the later steps confirm it. */
export interface ReadSeal<Statement extends AnySeal = PackageSeal> {
  readonly envelope: Uint8Array;
  /** SHA-256 of `seal.dsse.json`: the name by which the next package calls this one. */
  readonly digest: Sha256Digest;
  readonly keyId: string;
  readonly statement: Statement;
}

/** True for the seal of a package with a custody log. */
export function isOfCustody(seal: ReadSeal | ReadSeal<BareSeal>): seal is ReadSeal {
  return !isBareSeal(seal.statement);
}

/**
 * Step 5 (package.md, "Seal"): there is a seal, it is an envelope in canonical form with one signature, and its subjects are the tag
 * manifests that are here. Undefined when it cannot be read.
 */
export async function checkSeal(
  collector: VerdictCollector,
  ports: VerifyPorts,
  bag: CheckedBag,
): Promise<ReadSeal | ReadSeal<BareSeal> | undefined> {
  const path = PACKAGE_PATHS.seal;
  if (!bag.files.has(path)) {
    collector.finding('seal-missing', path, 'The package has no seal');
    return undefined;
  }
  let seal: ReturnType<typeof parseSeal>;
  try {
    seal = parseSeal(ports, await readHeld(bag, path));
  } catch (error) {
    collector.finding('seal-invalid', path, messageOf(error));
    return undefined;
  }
  for (const { name, digest } of seal.subject) {
    const file = bag.files.get(name);
    if (file === undefined || hexOf(file.sha256) !== digest.sha256 || hexOf(file.sha512) !== digest.sha512) {
      collector.finding('seal-subject-differs', name, 'It is not the tag manifest that was sealed');
    }
  }
  checkBagInfo(collector, bag, seal.statement);
  checkContainer(collector, bag, seal.statement);
  return seal;
}

/** No manifest lists what the container alone says: it follows from the seal. A folder that was unpacked may be called anything. */
function checkContainer(collector: VerdictCollector, { name = '', dosTime }: CheckedBag, seal: AnySeal): void {
  if (dosTime === undefined) return;
  const differs = (message: string): void => collector.finding('container-not-canonical', name, message);
  const called = buildPackageName(seal.case.reference, seal.profile, seal.createdAt, isReducedSeal(seal));
  if (name !== called) differs(`The folder in the container is not called ${called}, as that of the sealed package`);
  if (!isDosTimeOf(dosTime, seal.createdAt)) differs('The entries have another time than the sealed package');
}

function isDosTimeOf(dosTime: number, createdAt: UtcTime): boolean {
  const year = Number(createdAt.slice(0, 4));
  return year >= 1980 && year <= 2107 && dosTime === buildDosTime(createdAt);
}

/** Parts of a seal, its signature NOT checked. Throws `dsse-invalid`, `json-invalid`, `json-not-canonical`, `record-invalid`. */
export function parseSeal(
  ports: Pick<VerifyPorts, 'hashing'>,
  envelope: Uint8Array,
): (ReadSeal | ReadSeal<BareSeal>) & Pick<SealStatement, 'subject'> {
  const { payloadType, payload, signatures } = parseEnvelope(envelope);
  if (payloadType !== STATEMENT_PAYLOAD_TYPE) throw new PugmarkError('dsse-invalid', 'The seal is of another payload type');
  // The seal is the one file that no manifest lists: everything in it that no signature covers must be fixed otherwise.
  const [signature] = signatures;
  if (signature?.keyId === undefined || signatures.length !== 1)
    throw new PugmarkError('dsse-invalid', 'A seal has one signature, with its keyid');
  const { subject, predicate } = parseSealStatement(payload);
  const read = { envelope, digest: sha256DigestOf(ports.hashing.sha256(envelope)), keyId: signature.keyId, subject };
  return isBareSeal(predicate) ? { ...read, statement: predicate } : { ...read, statement: predicate };
}

/** Source-Organization is compared with the certificate of the identity, Payload-Oxum and Pugmark-Format with the bag. */
const LABELS: ReadonlySet<string> = new Set([
  'Pugmark-Package',
  'Pugmark-Format',
  'Pugmark-Profile',
  'Pugmark-Case',
  'Pugmark-Seal',
  'Pugmark-Practice',
  'Source-Organization',
  'Bagging-Date',
  'Payload-Oxum',
  'Bag-Software-Agent',
]);

/** What bag-info.txt says in words must be what is sealed. */
function checkBagInfo(collector: VerdictCollector, bag: CheckedBag, seal: AnySeal): void {
  const path = PACKAGE_PATHS.info;
  const facts: readonly (readonly [label: string, sealed: string | undefined])[] = [
    ['Pugmark-Package', seal.package],
    ['Pugmark-Profile', seal.profile],
    ['Pugmark-Case', seal.case.reference],
    ['Pugmark-Seal', 'required'],
    ['Bagging-Date', seal.createdAt.slice(0, 10)],
    ['Bag-Software-Agent', seal.tool],
  ];
  for (const label of bag.info.keys()) {
    if (!LABELS.has(label)) collector.finding('bag-info-invalid', path, `${label} is no label of a package`);
  }
  for (const [label, sealed] of facts) {
    if (bag.info.get(label) !== (sealed === undefined ? undefined : toOneLine(sealed)))
      collector.finding('bag-info-invalid', path, `${label} is not what was sealed`);
  }
  if (bag.info.get('Pugmark-Practice') !== (seal.practice ? 'true' : undefined)) {
    collector.finding('practice-differs', path, 'Pugmark-Practice is not what was sealed');
  }
}
