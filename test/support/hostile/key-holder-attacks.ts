import { buildPackage, type BuiltPackage } from '../package/builder.ts';
import { CONSISTENCY_FAULTS } from '../package/consistency-faults.ts';
import { CONTENT_FAULTS } from '../package/content-faults.ts';
import { CUSTODY_FAULTS } from '../package/custody-faults.ts';
import { REDACTION_FAULTS } from '../package/redaction-faults.ts';
import { CONTRADICTIONS, COUNT_FAULTS } from '../package/contradiction-faults.ts';
import { LIES } from '../package/lie-faults.ts';
import { richTwists, type RichHands } from '../package/rich-package.ts';
import { AA, type Wrong } from '../package/faults.ts';
import type { PackageFindingCode } from '../../../src/core/package/verdict.ts';
import { buildZip } from '../package-on-disk.ts';
import { stationOf, type Twists } from '../package/twists.ts';
import { idOf, titleOf, type Attack, type AttackedPackage } from './attack.ts';

const FAULTS = [...CONTENT_FAULTS, ...CUSTODY_FAULTS, ...CONSISTENCY_FAULTS, ...REDACTION_FAULTS];

async function pack({ name, files }: BuiltPackage): Promise<Uint8Array> {
  return await buildZip(name, files);
}

/** A package of the test station, made with these hands in it. */
export async function makePacked(twists: Twists = {}): Promise<AttackedPackage> {
  const practice = twists.practice ?? false;
  return { zip: await pack(await buildPackage(twists)), trusted: [stationOf(practice).id] };
}

/**
 * Lies of somebody who holds every key of the station, or a true key for the wrong thing: each says one thing that another part of the package
 * contradicts.
 */
export const KEY_HOLDER_ATTACKS: readonly Attack[] = FAULTS.map(attackOf);

function attackOf([code, what, twists]: Wrong): Attack {
  return {
    id: idOf('key-holder', `${code} ${what}`),
    group: 'key-holder',
    title: titleOf(what),
    expected: { exitCode: 1, codes: [code] },
    async make() {
      const made = await makePacked(twists);
      return code === 'key-untrusted' ? { ...made, trusted: [AA] } : made;
    },
    control: () => makePacked(twists.practice === undefined ? {} : { practice: twists.practice }),
  };
}

function attackOnRich([code, what, hands]: readonly [code: PackageFindingCode, what: string, hands: RichHands, subject: string]): Attack {
  return {
    id: idOf('key-holder', `${code} ${what}`),
    group: 'key-holder',
    title: titleOf(what),
    expected: { exitCode: 1, codes: [code] },
    make: () => makePacked(richTwists(hands)),
    control: () => makePacked(richTwists()),
  };
}

/** The same for a package that has what the small one leaves out: a page with its address, a form, a report, a redacted copy, a statement. */
export const CONTRADICTION_ATTACKS: readonly Attack[] = [
  ...CONTRADICTIONS.map(attackOnRich),
  ...COUNT_FAULTS.map(attackOf),
  ...LIES.map(attackOnRich),
];
