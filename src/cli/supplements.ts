import { describeSealTime, listPackageTimes, type SealTime } from '../app/time/package-times.ts';
import type { CaseStore } from '../core/ports.ts';
import { saveSupplement } from '../engine/save-supplement.ts';
import { formatTime } from './output/exhibit-lines.ts';
import { forTerminal } from './output/terminal-text.ts';

/** How a package stands with authorities. */
interface SuppliedPackage {
  readonly package: string;
  readonly profile: string;
  readonly sealedAt: string;
  readonly seal: SealTime;
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
    const path = folder === undefined ? undefined : (await saveSupplement(store, made, folder))?.path;
    const seal = describeSealTime(made);
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
