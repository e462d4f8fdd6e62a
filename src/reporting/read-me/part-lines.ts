import { explainPart, PACKAGE_PARTS, CHOSEN_PARTS, type ChosenPart, type PartReason } from '../../core/package/profiles.ts';
import type { PackageSeal } from '../../core/package/seal-statement.ts';
import type { TextKey, Texts } from '../texts/texts.ts';
import { buildEntry, buildPoint } from './plain-text.ts';

/** What lies where, of the files that were made for a package. */
const MADE: readonly (readonly [folder: string, what: TextKey])[] = [
  ['data/entities/', 'readMe.in.entities'],
  ['data/species/', 'readMe.in.species'],
  ['data/forms/', 'readMe.in.forms'],
  ['data/graph/', 'readMe.in.graph'],
];

/** A line for each kind of file that is there. */
export function buildPartLines(texts: Texts, files: readonly string[]): string {
  const reports = files.filter((path) => /^data\/(?:summary|report)\./.test(path));
  const others = MADE.filter(([folder]) => files.some((path) => path.startsWith(folder)));
  return [listReports(texts, reports), ...others.map(([folder, what]) => buildEntry(folder, texts.say(what)))].join('');
}

/** Of many volumes the first and the last. */
function listReports(texts: Texts, paths: readonly string[]): string {
  return ['summary', 'report']
    .flatMap((kind) =>
      ['pdf', 'html'].map((ending) => paths.filter((path) => path.startsWith(`data/${kind}.`) && path.endsWith(`.${ending}`))),
    )
    .map((files) =>
      files.length <= 2
        ? files.map((path) => buildEntry(path, texts.say('readMe.in.report'))).join('')
        : `${files[0]} ... ${files.at(-1)?.slice('data/'.length)}  ${texts.say('readMe.in.volumes', { volumes: files.length })}\n`,
    )
    .join('');
}

const WHY: Readonly<Partial<Record<PartReason, TextKey>>> = {
  'not-chosen': 'readMe.leftOut.notChosen',
  credentials: 'readMe.leftOut.credentials',
};

/** Where it says more than the name of the part. */
const CHOSEN: Readonly<Partial<Record<ChosenPart, TextKey>>> = { secrets: 'readMe.chosen.secrets' };

/** What the profile leaves out of the exhibits, and why; what is in by choice. */
export function buildWithoutSection(texts: Texts, { profile, chosenParts = [] }: PackageSeal): string {
  const choices = Object.fromEntries(CHOSEN_PARTS.map((part) => [part, chosenParts.includes(part)]));
  const out = PACKAGE_PARTS.flatMap((part) => {
    const { isIn, reason } = explainPart(profile, part, choices);
    const why = texts.say(WHY[reason] ?? 'readMe.leftOut.never');
    return isIn ? [] : [`${buildPoint(`${texts.say(`readMe.part.${part}`)}${texts.say('report.colon')} ${why}`)}\n`];
  });
  const chosen = chosenParts.map((part) => `${buildPoint(texts.say(CHOSEN[part] ?? `readMe.part.${part}`))}\n`);
  return [
    out.length === 0 ? '' : `\n${texts.say('readMe.leftOut.heading')}\n${out.join('')}`,
    chosen.length === 0 ? '' : `\n${texts.say('readMe.chosen.heading')}\n${chosen.join('')}`,
  ].join('');
}
