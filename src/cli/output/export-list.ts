import { previewPackage, type PackagePreview } from '../../app/export-preview.ts';
import type { ExportRequest } from '../../app/export-run.ts';
import { formatExhibitNumber } from '../../core/ids.ts';
import type { ExportList } from '../../core/package/export-list.ts';
import type { ExportWarning } from '../../core/package/export-warnings.ts';
import type { PartReason } from '../../core/package/profiles.ts';
import type { Cli } from '../cli.ts';
import type { ParsedChoices } from '../export-choices.ts';
import { readVault } from '../vault-access.ts';
import { formatBytes, formatCount } from './quantities.ts';
import { forTerminal } from './terminal-text.ts';

const WHY: Readonly<Record<PartReason, string>> = {
  'of-profile': 'of this profile',
  chosen: 'chosen',
  'not-chosen': 'not chosen',
  'nothing-there': 'the case has none',
  'not-made-here': 'not made by this station',
  credentials: 'values of credentials go into archives only, by an act of their own',
  'redacted-only': 'redacted derivatives go in their place',
  'not-for-receiver': 'the receiver needs the notice, and not the evidence',
  'personal-data': 'it could name somebody, or show a face',
};

const LEFT_OUT: Readonly<Record<PackagePreview['leftOut'][number]['reason'], string>> = {
  'not-selected': 'not selected',
  'nothing-sealed': 'nothing was sealed',
  'under-way': 'still under way',
  erased: 'erased',
};

const WARNINGS: Readonly<Record<ExportWarning, (count: number, subject: string) => string>> = {
  practice: () => 'This is practice: the package is marked as no evidence',
  'required-question-unanswered': (_, subject) => `Not answered, and no package is made without: ${subject}`,
  'question-unanswered': (_, subject) => `Not answered, and written as missing: ${subject}`,
  'no-statements': () => 'No statements were made: the tables in the forms will be empty',
  'statement-without-evaluation': (count) => `${formatCount(count, 'statement')} without a 4x4 evaluation`,
  'no-handling': () => 'No handling codes are proposed: say --handling',
  'no-derivatives': (_, subject) => `No redacted derivative: ${subject}`,
  'exhibit-partial': (_, subject) => `Not everything was kept: ${subject}`,
  'secrets-included': () => 'Values of credentials go out',
  'operator-included': () => 'Who was at work, and with which machine, goes out',
  'not-encrypted': () => 'The package is not encrypted: whoever has the file can read it',
};

/** Says what would go in and what would stay out, and why. Nothing is written or logged. Throws `exhibit-unknown`, `case-unknown`. */
export async function listExport(
  cli: Cli,
  reference: string,
  request: ParsedChoices &
    Pick<ExportRequest, 'profile'> & {
      readonly exhibits: readonly number[] | undefined;
      readonly report: boolean;
      readonly isEncrypted: boolean;
    },
): Promise<void> {
  const { profile, report, isEncrypted, exhibits, choices = {}, answers, handling, reducedBytes } = request;
  await readVault(cli, (vault) => {
    const reader = vault.readCase(reference);
    try {
      const preview = previewPackage(reader, {
        profile,
        report,
        isEncrypted,
        choices,
        ...(exhibits === undefined ? {} : { exhibits: exhibits.map((number) => formatExhibitNumber(number)) }),
        ...(answers === undefined ? {} : { answers }),
        ...(handling === undefined ? {} : { handling }),
        ...(reducedBytes === undefined ? {} : { reducedBytes }),
      });
      const list: ExportList = {
        format: 'export-list/v1',
        case: reader.summary.reference,
        profile,
        exhibits: preview.exhibits.map(({ summary, files, sizeBytes }) => ({ exhibit: summary.exhibit, files, sizeBytes })),
        leftOut: [...preview.leftOut],
        parts: [...preview.parts],
        roles: [...preview.roles],
        choices: preview.choices,
        warnings: [...preview.warnings],
        sizeBytes: preview.sizeBytes,
      };
      cli.result(list, buildListLines(list));
    } finally {
      reader.close();
    }
  });
}

function buildListLines({ profile, exhibits, leftOut, parts, roles, choices, warnings, sizeBytes }: ExportList): readonly string[] {
  const side = (included: boolean): readonly string[] => [
    ...parts.filter((one) => one.included === included).map(({ part, reason }) => `  ${part}  (${WHY[reason]})`),
    ...roles
      .filter((one) => one.included === included)
      .map((one) => `  [${one.role}]  ${formatCount(one.files, 'file')}, ${formatBytes(one.sizeBytes)}  (${WHY[one.reason]})`),
  ];
  return [
    `A package of the profile ${profile} would hold:`,
    `  ${formatCount(exhibits.length, 'exhibit')}, ${formatBytes(sizeBytes)} and what is made for it`,
    ...side(true),
    ...(choices.reducedBytes === undefined ? [] : [`  beside it a reduced set of at most ${formatBytes(choices.reducedBytes)}`]),
    'It would leave out:',
    ...leftOut.map(({ exhibit, reason }) => `  ${exhibit}  (${LEFT_OUT[reason]})`),
    ...side(false),
    ...(warnings.length === 0 ? [] : ['To know:']),
    ...warnings.map(({ code, count, subject = '' }) => `  ${WARNINGS[code](count, forTerminal(subject))}`),
    'Nothing was written.',
  ];
}
