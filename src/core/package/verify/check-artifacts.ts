import type { Artifact } from '../../model/artifact.ts';
import { fileNameInPackage, PACKAGE_PATHS, REDACTED_FOLDER } from '../layout.ts';
import { partOfRole, PROFILE_RULES } from '../profiles.ts';
import type { PackageSeal } from '../seal-statement.ts';
import { partsOfSeal } from './check-layout.ts';
import { listBelow, type CheckedBag } from './checked-bag.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/**
 * Step 9, files: every artifact that the record lists is here under its name with its bytes, unless the profile leaves it out; and nothing
 * else is. Returns the names of those that are here whole.
 */
export function checkArtifacts(
  collector: VerdictCollector,
  bag: CheckedBag,
  seal: PackageSeal,
  exhibit: {
    /** As its record lists them. */
    readonly artifacts: readonly Artifact[];
    /** `capture.json` or `received.json`. */
    readonly recordName: string;
    readonly folder: string;
    readonly names: readonly string[];
  },
): ReadonlySet<string> {
  const { artifacts, folder } = exhibit;
  const { profile } = seal;
  const parts = partsOfSeal(seal);
  // File by file, by a person's choice.
  const isFree = PROFILE_RULES[profile].exhibits === 'redacted';
  const known = new Set([exhibit.recordName]);
  const whole = new Set<string>();
  for (const artifact of artifacts) {
    const name = fileNameInPackage(artifact);
    const path = `${folder}/${name}`;
    const part = partOfRole(artifact.role);
    const file = bag.files.get(path);
    if (known.has(name)) collector.finding('record-invalid', path, 'The record lists two artifacts for this file');
    known.add(name);
    if (file === undefined) {
      if (isFree || !parts.has(part))
        collector.note(
          'integrity',
          'artifact-withheld',
          path,
          `This package of the profile ${profile} leaves [${artifact.role}] out; its digest is in the record`,
        );
      else collector.finding('artifact-missing', path, `The record lists it as [${artifact.role}]`);
    } else if (!parts.has(part) && !(isFree && part !== 'secrets')) {
      collector.finding('artifact-unlisted', path, `This package of the profile ${profile} holds no [${artifact.role}]`);
    } else if (file.sizeBytes !== artifact.sizeBytes || file.sha256 !== artifact.sha256 || file.sha512 !== artifact.sha512) {
      collector.finding('artifact-changed', path, 'Its bytes are not those of its digests in the record');
    } else whole.add(artifact.name);
  }
  for (const name of exhibit.names) {
    if (!known.has(name)) collector.finding('artifact-unlisted', `${folder}/${name}`, 'The record of the exhibit does not list it');
  }
  return whole;
}

/** Names of files, and of redacted copies and their records, by the exhibit in whose folder they lie. Files that belong to no exhibit of the seal are findings. */
export function listExhibitFiles(
  collector: VerdictCollector,
  bag: CheckedBag,
  seal: PackageSeal,
): { readonly files: ReadonlyMap<string, readonly string[]>; readonly redacted: ReadonlyMap<string, readonly string[]> } {
  const redacted = new Map(seal.scope.exhibits.map(({ exhibit }): [string, string[]] => [exhibit, []]));
  const files = new Map(seal.scope.exhibits.map(({ exhibit }): [string, string[]] => [exhibit, []]));
  for (const name of listBelow(bag, PACKAGE_PATHS.exhibits)) {
    const split = name.indexOf('/');
    const exhibit = name.slice(0, Math.max(0, split));
    const isCopy = name.startsWith(`${REDACTED_FOLDER}/`, split + 1);
    const ofExhibit = (isCopy ? redacted : files).get(exhibit);
    if (ofExhibit === undefined)
      collector.finding('artifact-unlisted', `${PACKAGE_PATHS.exhibits}/${name}`, 'It belongs to no exhibit that was sealed here');
    else ofExhibit.push(name.slice(split + 1 + (isCopy ? REDACTED_FOLDER.length + 1 : 0)));
  }
  return { files, redacted };
}
