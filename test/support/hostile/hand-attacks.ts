import { TAMPERS } from '../package/tampers.ts';
import { readGolden, zipGolden, type GoldenPackage } from '../package/golden.ts';
import { idOf, titleOf, type Attack } from './attack.ts';

let taken: Promise<GoldenPackage> | undefined;
const take = (): Promise<GoldenPackage> => (taken ??= readGolden('evidence-selection'));

/** The words of a row that says `the same` in full. */
function inFull(): readonly string[] {
  let first = '';
  return TAMPERS.map(({ what }) => {
    if (!what.startsWith('the same')) first = what;
    return what.replace(/^the same/, first);
  });
}

/** What somebody does who has a sealed package in hand and no key, with and without making the manifests fit. */
export const HAND_ATTACKS: readonly Attack[] = TAMPERS.map(({ apply, codes }, index): Attack & { readonly isNothing: boolean } => {
  const what = inFull()[index] ?? '';
  return {
    id: idOf('hand', what),
    group: 'hand',
    title: titleOf(what),
    expected: { exitCode: 1, codes },
    isNothing: codes.length === 0,
    async make() {
      const golden = await take();
      const files = new Map(golden.files);
      apply(files);
      return { zip: await zipGolden(golden, files), trusted: [golden.trusted] };
    },
    async control() {
      const golden = await take();
      return { zip: golden.zip, trusted: [golden.trusted] };
    },
  };
}).filter(({ isNothing }) => !isNothing);
