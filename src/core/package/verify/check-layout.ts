import type { PackagePart } from '../profiles.ts';
import { PROFILE_RULES } from '../profiles.ts';
import type { PackageSeal } from '../seal-statement.ts';
import { readTimePath } from '../time-paths.ts';
import type { CheckedBag } from './checked-bag.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** What may lie below `data/`, and to which part of a profile it belongs. Names within `custody/` and `exhibits/` are judged by their own steps. */
const PLACES: readonly (readonly [path: RegExp, part: PackagePart | undefined])[] = [
  [/^data\/README\.txt$/, undefined],
  [/^data\/schemas\/[^/]+\.(?:md|json|csv)$/, undefined],
  [/^data\/exhibits\//, 'exhibits'],
  [/^data\/custody\/(?:log\.jsonl|texts\.jsonl|checkpoint\.note)$/, 'custody'],
  [/^data\/custody\/(?:checkpoints|proofs|keys)\//, 'custody'],
  [/^data\/(?:summary|report)\.(?:en|fr|nl)(?:\.v\d{2,})?\.pdf$/, 'report'],
  [/^data\/entities\/(?:statements\.csv|relations\.csv|entities\.json)$/, 'statements-entities'],
  [/^data\/species\/(?:taxa\.json|identifications\.csv)$/, 'statements-entities'],
  [/^data\/forms\/[a-z0-9][a-z0-9._-]*\.(?:pdf|csv|json|txt|docx)$/, 'forms'],
  [/^data\/graph\/case-uco\.jsonld$/, 'graph'],
];

/** Step 5, layout (package.md, "Parts"): nothing lies in the package that its profile does not name, whoever sealed it. */
export function checkLayout(collector: VerdictCollector, bag: CheckedBag, { profile }: PackageSeal): void {
  const { parts } = PROFILE_RULES[profile];
  for (const path of bag.files.keys()) {
    if (!path.startsWith('data/')) continue; // Tag files are judged with the bag.
    const place = placeOf(path);
    if (place === undefined) collector.finding('layout-unknown-file', path, 'No package has this file');
    else if (place[1] !== undefined && !parts.includes(place[1]))
      collector.finding('layout-unknown-file', path, `Packages of the profile ${profile} have no ${place[1]}`);
  }
}

function placeOf(path: string): (typeof PLACES)[number] | undefined {
  if (readTimePath(path) !== undefined) return [/^data\/time\//, 'time'];
  return PLACES.find(([form]) => form.test(path));
}
