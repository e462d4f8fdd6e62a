import type { Artifact } from '../../model/artifact.ts';
import { fileNameInPackage, PACKAGE_PATHS } from '../layout.ts';
import { partOfRole } from '../profiles.ts';
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
      if (!parts.has(part))
        collector.note(
          'integrity',
          'artifact-withheld',
          path,
          `This package of the profile ${profile} leaves [${artifact.role}] out; its digest is in the record`,
        );
      else collector.finding('artifact-missing', path, `The record lists it as [${artifact.role}]`);
    } else if (!parts.has(part)) {
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

/** Names of files by the exhibit in whose folder they lie. Files that belong to no exhibit of the seal are findings. */
export function listExhibitFiles(collector: VerdictCollector, bag: CheckedBag, seal: PackageSeal): ReadonlyMap<string, readonly string[]> {
  const files = new Map(seal.scope.exhibits.map(({ exhibit }): [string, string[]] => [exhibit, []]));
  for (const name of listBelow(bag, PACKAGE_PATHS.exhibits)) {
    const split = name.indexOf('/');
    const ofExhibit = files.get(name.slice(0, Math.max(0, split)));
    if (ofExhibit === undefined)
      collector.finding('artifact-unlisted', `${PACKAGE_PATHS.exhibits}/${name}`, 'It belongs to no exhibit that was sealed here');
    else ofExhibit.push(name.slice(split + 1));
  }
  return files;
}
