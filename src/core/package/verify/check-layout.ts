import type { PackagePart, Profile } from '../profiles.ts';
import { CHOSEN_PARTS, PROFILE_RULES, resolveParts } from '../profiles.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import { isReducedSeal, type BareSeal, type PackageSeal } from '../seal-statement.ts';
import { readTimePath } from '../time-paths.ts';
import type { CertifiedKeys } from './check-keys.ts';
import type { CheckedBag } from './checked-bag.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** A part, or what only a reduced set has. */
type Place = PackagePart | 'reduced';

/** What may lie below `data/`, and to which part of a profile it belongs. Names within `custody/` and `exhibits/` are judged by their own steps. */
const PLACES: readonly (readonly [path: RegExp, part: Place | undefined])[] = [
  [/^data\/README\.txt$/, undefined],
  [/^data\/schemas\/[^/]+\.(?:md|json|csv)$/, undefined],
  [/^data\/exhibits\//, 'exhibits'],
  [/^data\/custody\/(?:log\.jsonl|texts\.jsonl|checkpoint\.note)$/, 'custody'],
  [/^data\/custody\/(?:checkpoints|proofs|keys)\//, 'custody'],
  [/^data\/(?:summary|report)\.(?:en|fr|nl)(?:\.v\d{2,})?\.(?:pdf|html)$/, 'report'],
  [/^data\/entities\/(?:statements\.csv|relations\.csv|entities\.json)$/, 'statements-entities'],
  [/^data\/species\/(?:taxa\.json|identifications\.csv)$/, 'statements-entities'],
  [/^data\/forms\/[a-z0-9][a-z0-9._-]*\.(?:pdf|csv|json|txt|docx)$/, 'forms'],
  [/^data\/graph\/case-uco\.jsonld$/, 'graph'],
  [/^data\/left-out\.txt$/, 'reduced'],
  [/^data\/pictures\/E-\d{4,9}\.(?:sealed|preview-not-evidence)\.[a-z0-9]{1,8}$/, 'reduced'],
];

/** Of a package without a custody log: what its seal is checked with. */
const SEAL_KEYS = /^data\/custody\/keys\/[0-9a-f]{16}\.dsse\.json$/;

/** Parts that a package with this seal may hold. A choice that its profile does not leave is none. */
export function partsOfSeal({ profile, chosenParts = [] }: PackageSeal): ReadonlySet<PackagePart> {
  return resolveParts(profile, Object.fromEntries(CHOSEN_PARTS.map((part) => [part, chosenParts.includes(part)])));
}

/** Step 5, layout (package.md, "Parts"): nothing lies in the package that its profile does not name, whoever sealed it. */
export function checkLayout(collector: VerdictCollector, bag: CheckedBag, seal: PackageSeal): void {
  checkPlaces(collector, bag, seal, partsOfSeal(seal));
  const { profile, chosenParts = [] } = seal;
  const left = PROFILE_RULES[profile].choices;
  if (chosenParts.some((part, i) => left[part] === undefined || chosenParts.indexOf(part) !== i))
    collector.finding('seal-invalid', PACKAGE_PATHS.seal, `It names parts as chosen that the profile ${profile} does not leave to choice`);
}

/** The same for a package without exhibits and custody log; of keys it holds those that its seal is checked with. */
export function checkBareLayout(collector: VerdictCollector, bag: CheckedBag, seal: BareSeal, keys: CertifiedKeys): void {
  checkPlaces(collector, bag, seal, new Set(isReducedSeal(seal) ? REDUCED : resolveParts(seal.profile)), SEAL_KEYS);
  const sizeBytes = [...bag.files.values()].reduce((sum, file) => sum + file.sizeBytes, 0);
  if (isReducedSeal(seal) && sizeBytes > seal.reduced.limitBytes)
    collector.finding(
      'seal-invalid',
      PACKAGE_PATHS.seal,
      `Its files have ${sizeBytes} bytes, and it was reduced to ${seal.reduced.limitBytes}`,
    );
  for (const { keyId, purpose } of keys.certificates) {
    if (purpose !== 'seal' && purpose !== 'identity')
      collector.finding('layout-unknown-file', PACKAGE_PATHS.keys, `${keyId}, certified for ${purpose}, has nothing to do with this seal`);
  }
}

/** What a reduced set holds of the parts of its profile, and beside them. */
const REDUCED = ['forms', 'statements-entities', 'reduced'] as const;

function checkPlaces(
  collector: VerdictCollector,
  bag: CheckedBag,
  { profile }: { readonly profile: Profile },
  parts: ReadonlySet<Place>,
  beside?: RegExp,
): void {
  for (const path of bag.files.keys()) {
    if (!path.startsWith('data/') || beside?.test(path) === true) continue; // Tag files are judged with the bag.
    const place = placeOf(path);
    if (place === undefined) collector.finding('layout-unknown-file', path, 'No package has this file');
    else if (place[1] !== undefined && !parts.has(place[1]))
      collector.finding('layout-unknown-file', path, `Packages of the profile ${profile} have no ${place[1]}`);
  }
}

function placeOf(path: string): (typeof PLACES)[number] | undefined {
  if (readTimePath(path) !== undefined) return [/^data\/time\//, 'time'];
  return PLACES.find(([form]) => form.test(path));
}
