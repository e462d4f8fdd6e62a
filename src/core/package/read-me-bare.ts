import { toOneLine } from './bag/bag-info.ts';
import { buildCheckSection } from './read-me-checks.ts';
import { buildPartLines } from './read-me-parts.ts';
import type { ReportInput } from './report-input.ts';
import { isReducedSeal, WITHHELD, type BareSeal } from './seal-statement.ts';
import { CLOSING_SENTENCE } from './verdict.ts';

export const PRACTICE_BANNER = `############################################################
#  PRACTICE. THIS IS NOT EVIDENCE.                         #
#  Made on a practice market with a key for practice only. #
############################################################

`;

/** What a package without exhibits and custody log is, and why it holds no more. */
function explain(seal: BareSeal): { readonly title: string; readonly what: string; readonly without: string } {
  if (isReducedSeal(seal))
    return {
      title: 'REDUCED SET OF A CASE PACKAGE',
      what: `It was chosen from a whole package of the same case, so that it has at most ${seal.reduced.limitBytes} bytes:

  package ${seal.reduced.package}
  seal    ${seal.reduced.seal}

The whole package is the evidence. left-out.txt says by which rules this set was chosen and what each of them left out.`,
      without: `The records, web archives and all other files of the exhibits, the custody log, time stamps, report, graph and viewer: they are in
the whole package. Pictures named ...preview-not-evidence are made smaller for looking; those named ...sealed have the bytes that
were sealed, which the whole package shows.`,
    };
  if (seal.profile === 'platform')
    return {
      title: 'NOTICE TO A PLATFORM',
      what: 'It holds forms for the platform: what is notified, and where it is. They are drafts for the authority that sends them.',
      without: `Exhibits, statements, the custody log, time stamps and the report of the case: a platform needs the notice, and not the evidence.
The seal names no operator. The authority can show by its own log that it made this package.`,
    };
  return {
    title: 'PATTERN DATA WITHOUT PERSONS',
    what: 'It holds counts and coded rows about offers. No seizure stands behind a row.',
    without: `Everything that could name somebody: exhibits, statements in words, the custody log, time stamps, the report, the reference of the
case, the operator, recipient and purpose. The package's own number leads back to the case only for who holds its log.`,
  };
}

/** `data/README.txt` of a package without exhibits and custody log: what it is, what it leaves out and why, and how its seal is checked. */
export function buildBareReadMe({
  report,
  seal,
  files,
  agencySeal,
}: {
  readonly report: ReportInput;
  readonly seal: BareSeal;
  readonly files: readonly string[];
  readonly agencySeal: boolean;
}): string {
  const { title, what, without } = explain(seal);
  const agency = report.agency === undefined ? '' : toOneLine(report.agency);
  const by = seal.operator === WITHHELD ? agency : `operator ${toOneLine(seal.operator)}${agency === '' ? '' : `, ${agency}`}`;
  const isReduced = isReducedSeal(seal);
  const { recipient, purpose }: { readonly recipient?: string | undefined; readonly purpose?: string | undefined } =
    seal.profile === 'pattern' ? {} : seal;
  return `${seal.practice ? PRACTICE_BANNER : ''}${title} ${report.packageName}

Case:        ${toOneLine(seal.case.reference)}
Package:     ${seal.package}
Profile:     ${seal.profile}
Made:        ${seal.createdAt} (UTC, by the clock of the exporting station)
By:          ${by === '' ? WITHHELD : by}
Tool:        ${seal.tool}
${recipient === undefined ? '' : `For:         ${toOneLine(recipient)}\n`}${purpose === undefined ? '' : `Purpose:     ${toOneLine(purpose)}\n`}

WHAT IT IS

${what}


WHAT IS IN IT

${buildPartLines(files)}${isReduced ? 'data/pictures/             pictures of the visible pages, as far as they fit\ndata/left-out.txt          what was left out, by which rule\n' : ''}data/custody/keys/         two certificates: of the station's identity, and of the key that made the seal
data/schemas/              the pages that describe every format in this package
manifest-*.txt             digests of all files under data/; tagmanifest-*.txt: digests of those lists
seal/seal.dsse.json        the seal: a signature over the tag manifests


WHAT IS NOT IN IT, AND WHY

${without}


WHAT IT SHOWS, AND WHAT IT DOES NOT

It shows, to anyone who checks it, that the files here are the ones that were sealed, and that the seal was made with the key named
below. It does not show when that was, or that what the forms say is true.
${CLOSING_SENTENCE}


${buildCheckSection(report, { agencySeal, custody: false })}


FORMATS

The ZIP file holds one bag (BagIt 1.0, RFC 8493). The seal and the key certificates are DSSE envelopes with in-toto statements in the
form of RFC 8785. Pages on each of them: data/schemas/.
`;
}
