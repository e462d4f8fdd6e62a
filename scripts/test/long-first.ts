import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest, longest first. Where nothing is known of earlier runs, as on a fresh clone, files go by size, and
 * the demonstration, a small file, would run alone at the end. What is not named here is no fault, only slower.
 */
const LONGEST = [
  'cli/demo',
  'capture/capture-page',
  'capture/pictures/frames-of-other-sites',
  'capture/capture-page-faults',
  'e2e/newcomer',
  'storage/kill/kill',
  'app/export/export-kill',
  'capture/browser/open-address',
  'renderer/window',
  'capture/browser/containment',
  'capture/browser/network',
  'capture/pictures/whole-page',
  'cli/capture-faults',
  'engine/packages',
  'capture/recorder/completeness',
  'renderer/evidence-screens',
].map((name) => `/test/${name}.test.ts`);

/** Long files first, so that no worker is left alone with one at the end. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const found = LONGEST.findIndex((ending) => moduleId.endsWith(ending));
  return found === -1 ? LONGEST.length : found;
}
