import { explainPart, PACKAGE_PARTS, CHOSEN_PARTS, type PackagePart, type PartReason } from './profiles.ts';
import type { PackageSeal } from './seal-statement.ts';

/** What lies where, of the files that were made for a package. */
const MADE: readonly (readonly [form: RegExp, path: string, what: string])[] = [
  [/^data\/entities\//, 'data/entities/', 'what persons stated of the case: tables and JSON, each row with its author and time'],
  [/^data\/species\//, 'data/species/', 'who identified which species, how, and as what'],
  [
    /^data\/forms\//,
    'data/forms/',
    'forms, filled from the record: each as .json, .txt and .docx that say the same, and as .pdf where it was printed',
  ],
  [/^data\/graph\//, 'data/graph/', 'the case as a graph (CASE/UCO, JSON-LD) for other programs'],
];

/** A line for each kind of file that is there. */
export function buildPartLines(files: readonly string[]): string {
  const reports = files.filter((path) => /^data\/(?:summary|report)\./.test(path));
  const others = MADE.filter(([form]) => files.some((path) => form.test(path))).map(([, path, what]) => `${path.padEnd(26)} ${what}\n`);
  return [listReports(reports), ...others].join('');
}

function buildReportLine(path: string): string {
  return `${path.padEnd(27)}for reading; what counts is the exhibits\n`;
}

/** Of many volumes the first and the last. */
function listReports(paths: readonly string[]): string {
  return ['summary', 'report']
    .flatMap((kind) =>
      ['pdf', 'html'].map((ending) => paths.filter((path) => path.startsWith(`data/${kind}.`) && path.endsWith(`.${ending}`))),
    )
    .map((files) =>
      files.length <= 2
        ? files.map((path) => buildReportLine(path)).join('')
        : `${files[0]} ... ${files.at(-1)?.slice('data/'.length)}  ${files.length} volumes\n`,
    )
    .join('');
}

const NAMES: Readonly<Record<PackagePart, string>> = {
  exhibits: 'exhibits',
  secrets: 'values of cookies, passwords and log-in headers',
  'operator-environment': 'the files about operator and station of each exhibit',
  custody: 'custody log',
  time: 'time stamps',
  'statements-entities': 'statements',
  forms: 'forms',
  report: 'report',
  graph: 'graph',
  viewer: 'viewer',
};

/** Where it is, or what stands in its place. */
const PLACES: Readonly<Record<'in' | 'out', Readonly<Partial<Record<PackagePart, string>>>>> = {
  in: { secrets: ': secrets.json of the exhibits; everywhere else markers stand in their places' },
  out: { secrets: ' (markers stand in their places)' },
};

const WHY: Readonly<Partial<Record<PartReason, string>>> = {
  'not-chosen': 'the operator did not choose to hand them over',
  credentials: 'they go into archives only, by an act of their own',
};

/** What the profile leaves out of the exhibits, and why. */
export function buildWithoutSection({ profile, chosenParts = [] }: PackageSeal): string {
  const choices = Object.fromEntries(CHOSEN_PARTS.map((part) => [part, chosenParts.includes(part)]));
  const out = PACKAGE_PARTS.flatMap((part) => {
    const { isIn, reason } = explainPart(profile, part, choices);
    return isIn ? [] : [`- ${NAMES[part]}${PLACES.out[part] ?? ''}: ${WHY[reason] ?? 'packages of this profile never hold it'}\n`];
  });
  const chosen = chosenParts.map((part) => `- ${NAMES[part]}${PLACES.in[part] ?? ''}\n`);
  const left = out.length === 0 ? '' : `\nNot in this package, by its profile (${profile}):\n${out.join('')}`;
  return `${left}${chosen.length === 0 ? '' : `\nIn this package because the operator chose it:\n${chosen.join('')}`}`;
}
