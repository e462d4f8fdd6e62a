import { parseExhibitNumber } from '../core/ids.ts';
import type { ExhibitSummary } from '../core/model/case.ts';
import { PACKAGE_PARTS, PROFILE_RULES, type PackagePart, type Profile } from '../core/package/profiles.ts';
import type { CaseReader } from '../core/ports.ts';
import { isRoleIn } from './export-exhibit.ts';
import { assertKnown } from './export-selection.ts';
import { assertProfile } from './export-service.ts';

/** Parts for which this release has content; of the others of a profile no package holds a file yet. */
const PARTS_MADE: ReadonlySet<PackagePart> = new Set(['exhibits', 'secrets', 'operator-environment', 'custody', 'report']);

/** What goes into a package and what stays out, before anything is written or logged. */
export interface PackagePreview {
  readonly exhibits: readonly { readonly summary: ExhibitSummary; readonly files: number; readonly sizeBytes: number }[];
  readonly leftOut: readonly { readonly exhibit: string; readonly reason: 'not-selected' | 'nothing-sealed' | 'under-way' }[];
  readonly parts: readonly { readonly part: PackagePart; readonly included: boolean }[];
  /** Of the exhibits' files; log, report and manifests come on top. */
  readonly sizeBytes: number;
}

/** Throws `profile-unknown`, `exhibit-unknown`. */
export function previewPackage(
  reader: CaseReader,
  request: { readonly profile: Profile; readonly exhibits?: readonly string[]; readonly report: boolean },
): PackagePreview {
  assertProfile(request.profile);
  const rule = PROFILE_RULES[request.profile];
  const all = reader.listExhibits();
  const numbers = request.exhibits?.map((exhibit) => parseExhibitNumber(exhibit) ?? 0);
  if (numbers !== undefined) assertKnown(all, numbers, reader.summary.reference);
  const chosen = numbers === undefined ? undefined : new Set(numbers);
  const isChosen = ({ exhibit }: ExhibitSummary): boolean => chosen === undefined || chosen.has(parseExhibitNumber(exhibit) ?? 0);
  const exhibits = all
    .filter((summary) => isChosen(summary) && summary.digest !== undefined)
    .map((summary) => {
      const files = (reader.findExhibit(summary.exhibit)?.artifacts ?? []).filter(({ role }) => isRoleIn(rule, role));
      return { summary, files: files.length, sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
    });
  const leftOut = all.flatMap((summary): PackagePreview['leftOut'] => {
    const { exhibit, state, digest } = summary;
    if (!isChosen(summary)) return [{ exhibit, reason: 'not-selected' }];
    if (digest !== undefined) return [];
    return [{ exhibit, reason: state === 'open' ? 'under-way' : 'nothing-sealed' }];
  });
  const parts = PACKAGE_PARTS.filter((part) => PARTS_MADE.has(part)).map((part) => ({
    part,
    included: rule.parts.includes(part) && (part !== 'report' || request.report),
  }));
  return { exhibits, leftOut, parts, sizeBytes: exhibits.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}
