import { z } from 'zod';
import { parseEntryLine } from '../../custody/entry.ts';
import { continuedFromSchema } from '../verify/check-joined.ts';
import { sha256DigestSchema, type Sha256Digest } from '../../digest/digest.ts';
import type { ExhibitNumber, Uuid } from '../../ids.ts';
import type { UtcTime } from '../../clock.ts';
import type { StoredArtifact } from '../../model/case.ts';
import type { CaseReader } from '../../ports.ts';
import { AXES, type Axis, type AxisState } from '../verdict.ts';

/** A package from others whose file is an exhibit of a case. */
export interface KeptPackage {
  /** Of kind `received`. */
  readonly exhibit: ExhibitNumber;
  readonly artifact: StoredArtifact;
  readonly package: Uuid;
  readonly profile: string;
  /** Fingerprint of the sender's station. */
  readonly sender: Sha256Digest;
  /** Reference of the sender's case; absent when the text was erased. */
  readonly senderCase?: string;
  /** SHA-256 of its `seal/seal.dsse.json`: what is shown of it is shown by this digest alone. */
  readonly seal: Sha256Digest;
  readonly receivedAt: UtcTime;
  /** What the verification said when the receipt was signed. */
  readonly verdict: Readonly<Partial<Record<Axis, AxisState>>>;
  /** The log of the case is joined to that of the package. */
  readonly isContinued: boolean;
}

const stateSchema = z.enum(['pass', 'fail', 'pending', 'not-checked', 'as-recorded']).optional().catch(undefined);

/** Details of `package.received`. */
const receivedSchema = z.object({
  package: z.uuid(),
  sender: sha256DigestSchema,
  profile: z.string(),
  fileSha256: sha256DigestSchema,
  integrity: stateSchema,
  authorship: stateSchema,
  custody: stateSchema,
  time: stateSchema,
  completeness: stateSchema,
});

/**
 * Packages that a case keeps, in the order in which they were received: exhibits of kind `received` whose file is, by its digest, one for which the
 * log holds a receipt. Without those that were erased. A package that was received more than once is told by its newest receipt.
 */
export function listKeptPackages(reader: Pick<CaseReader, 'readLog' | 'readTexts' | 'findExhibit'>): readonly KeptPackage[] {
  const receipts = new Map<Sha256Digest, Omit<KeptPackage, 'exhibit' | 'artifact' | 'isContinued'>>();
  const files = new Set<ExhibitNumber>();
  const joined = new Set<string>();
  let texts: ReadonlyMap<string, string> | undefined;
  for (const { origin, seq, line } of reader.readLog()) {
    if (!/"type":"(?:file\.added|package\.received|segment\.joined)"/.test(line)) continue;
    const { type, time, digest, exhibit, details } = parseEntryLine(line);
    if (type === 'file.added' && exhibit !== undefined) files.add(exhibit);
    if (type === 'segment.joined') joined.add(continuedFromSchema.safeParse(details).data?.package ?? '');
    const said = type === 'package.received' ? receivedSchema.safeParse(details).data : undefined;
    if (said === undefined || digest === undefined) continue;
    texts ??= new Map(reader.readTexts().flatMap((one) => (one.name === 'senderCase' ? [[`${one.origin} ${one.seq}`, one.text]] : [])));
    const senderCase = texts.get(`${origin} ${seq}`);
    const { package: id, sender, profile, fileSha256 } = said;
    receipts.set(fileSha256, {
      package: id,
      profile,
      sender,
      ...(senderCase === undefined ? {} : { senderCase }),
      seal: digest,
      receivedAt: time,
      verdict: Object.fromEntries(AXES.flatMap((axis) => (said[axis] === undefined ? [] : [[axis, said[axis]]]))),
    });
  }
  if (receipts.size === 0) return [];
  return [...files].flatMap((exhibit) => {
    const artifact = reader.findExhibit(exhibit)?.artifacts.find(({ role }) => role === 'received');
    const receipt = artifact === undefined ? undefined : receipts.get(artifact.sha256);
    return artifact === undefined || receipt === undefined
      ? []
      : [{ exhibit, artifact, ...receipt, isContinued: joined.has(receipt.package) }];
  });
}
