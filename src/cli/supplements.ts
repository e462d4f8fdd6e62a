import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listPackageTimes, makeSupplement, type PackageTimes, type Supplement } from '../app/time/package-times.ts';
import { isSameBytes, joinBytes } from '../core/digest/encoding.ts';
import type { CaseStore } from '../core/ports.ts';
import type { TokenRow } from '../core/token-ports.ts';
import { keepFile } from '../packaging/kept-file.ts';
import { writeZip } from '../packaging/zip-writer.ts';
import { nodeHashing } from '../platform/cryptography.ts';
import { buildSupplementReadMe } from '../reporting/read-me/supplement-read-me.ts';
import { formatTime } from './output/exhibit-lines.ts';
import { forTerminal } from './output/terminal-text.ts';

/** How a package stands with authorities. */
interface SuppliedPackage {
  readonly package: string;
  readonly profile: string;
  readonly sealedAt: string;
  readonly seal: { readonly state: TokenRow['state'] | 'none'; readonly genTime?: string };
  /** Tokens that the package does not hold. */
  readonly later: number;
  /** Path of the file with them. */
  readonly supplement?: string;
  /** For people; none of packages with nothing to tell. */
  readonly lines: readonly string[];
}

/** Packages of a case, with a file for each to which tokens came later when `folder` is named. Throws `usage`, `disk-full`, `io-failed`. */
export async function supplyPackages(store: CaseStore, folder: string | undefined): Promise<readonly SuppliedPackage[]> {
  const supplied: SuppliedPackage[] = [];
  for (const made of listPackageTimes(store)) {
    const { package: id, profile, sealedAt, later } = made;
    const supplement = folder === undefined ? undefined : makeSupplement(nodeHashing, store, made, buildSupplementReadMe(made));
    const path = folder === undefined || supplement === undefined ? undefined : await writeSupplement(supplement, folder);
    const seal = describeSeal(made);
    const said = seal.genTime === undefined ? 'its seal is confirmed by nobody yet' : `its seal is confirmed, ${formatTime(seal.genTime)}`;
    const where =
      path !== undefined
        ? [`  for its receiver: ${forTerminal(path)}`]
        : later.length > 0
          ? ['  for its receiver: name a folder with --out']
          : [];
    const isNews = later.length > 0 || seal.genTime === undefined;
    const lines = isNews ? [`package ${id} (${profile}): ${said}`, ...where] : [];
    supplied.push({
      package: id,
      profile,
      sealedAt,
      seal,
      later: later.length,
      ...(path === undefined ? {} : { supplement: path }),
      lines,
    });
  }
  return supplied;
}

function describeSeal({ ofSeal }: PackageTimes): SuppliedPackage['seal'] {
  const [first] = ofSeal.flatMap(({ state, genTime }) => (state === 'granted' && genTime !== undefined ? [genTime] : [])).toSorted();
  if (first !== undefined) return { state: 'granted', genTime: first };
  return { state: ofSeal.some(({ state }) => state === 'pending') ? 'pending' : (ofSeal[0]?.state ?? 'none') };
}

/** The same tokens are the same bytes: a file that is there already is not written again, and none is overwritten. */
async function writeSupplement({ name, createdAt, files }: Supplement, folder: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  const inputs = files.map(({ path, bytes }) => ({ path, sizeBytes: bytes.length, source: bytes }));
  for await (const piece of writeZip(inputs, { createdAt })) pieces.push(piece.slice());
  const bytes = joinBytes(pieces);
  for (let number = 1; ; number += 1) {
    const path = join(folder, `${name}${number === 1 ? '' : `_${number}`}.zip`);
    const there = await readFile(path).catch(() => undefined);
    if (there !== undefined && isSameBytes(there, bytes)) return path;
    if (there !== undefined) continue;
    await (await keepFile(path, bytes)).publish();
    return path;
  }
}
