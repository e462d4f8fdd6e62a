import { toOneLine } from './bag/bag-info.ts';
import { buildBareReadMe, PRACTICE_BANNER } from './read-me-bare.ts';
import { buildCheckSection } from './read-me-checks.ts';
import { PROFILE_RULES } from './profiles.ts';
import { buildPartLines, buildWithoutSection } from './read-me-parts.ts';
import { buildTimeSection } from './read-me-time.ts';
import type { ReportInput } from './report-input.ts';
import { isBareSeal, type AnySeal } from './seal-statement.ts';
import { TIME_PATHS } from './time-paths.ts';
import { CLOSING_SENTENCE } from './verdict.ts';

const AGENCY_SEAL_LINES = `seal/seal.dsse.json.p7s    a second signature over the seal, with a certificate (X.509) of the agency: CMS, as openssl reads it
`;

const EXHIBIT_LINES = `data/exhibits/E-0001/ ...  one folder for each exhibit. capture.json says what was recorded, when, with what,
                           what is missing, and lists every other file of the exhibit with its digests
`;

const DISCLOSED_LINES = `data/exhibits/E-0001/ ...  what was released of each exhibit, and in redacted/ the redacted copies: who covered what, and
                           for which reason, stands beside each. A record (capture.json) that was not released stays
                           with the agency, as do originals of what was covered; the seal and the log have the digest of
                           each record, so that it can be shown later that it is the same
`;

const RECEIVED_LINES = `                           received.json in its place: the exhibit is a file that a person gave. It says when it was
                           taken in and under which name; nothing of it was recorded by the tool
`;

const REDACTED_LINES = `                           redacted/: copies in which something is covered, each with its record beside it (.redaction.json):
                           where, why, and of which original. The original stays as it was
`;

const TIME_LINES = `data/time/                 time stamps of authorities over the log, with what each is over; README.txt there explains them
`;

const VIEWER_LINES = `START-HERE.html            shows and checks the package in a browser, without network
`;

/**
 * `data/README.txt`: what the package is, what it shows and does not show, and how to check it with tools that are there already. Only what
 * the seal says too; no text of any page stands in it.
 */
export function buildReadMe({
  report,
  seal: sealed,
  files,
  agencySeal = false,
}: {
  readonly report: ReportInput;
  /** In the form in which it will be signed. */
  readonly seal: AnySeal;
  readonly files: readonly string[];
  /** A signature of an agency's own key lies beside the seal. */
  readonly agencySeal?: boolean;
}): string {
  if (isBareSeal(sealed)) return buildBareReadMe({ report, seal: sealed, files, agencySeal });
  const { seal } = report;
  const isStamped = files.includes(TIME_PATHS.readMe);
  return `${seal.practice ? PRACTICE_BANNER : ''}CASE PACKAGE ${report.packageName}

Case:        ${toOneLine(seal.case.reference)}
Package:     ${seal.package}
Profile:     ${seal.profile}
Made:        ${seal.createdAt} (UTC, by the clock of the exporting station)
By:          operator ${toOneLine(seal.operator)}${report.agency === undefined ? '' : `, ${toOneLine(report.agency)}`}
Tool:        ${seal.tool}
${seal.recipient === undefined ? '' : `For:         ${toOneLine(seal.recipient)}\n`}${seal.purpose === undefined ? '' : `Purpose:     ${toOneLine(seal.purpose)}\n`}Exhibits:    ${buildScopeLine(report)}
Log:         ${seal.checkpoint.size} entries, ${seal.scope.withheldEntries} of them withheld (only their hashes are here)


WHAT IS IN IT

${report.viewer === undefined ? '' : VIEWER_LINES}${buildExhibitLines(report)}${report.received.length === 0 ? '' : RECEIVED_LINES}${buildPartLines(files)}${isStamped ? TIME_LINES : ''}data/custody/              the custody log: log.jsonl (every act, one per line), its signed checkpoints, a proof
                           for each exhibit, the certificates of the keys, texts that the log commits to
data/schemas/              the pages that describe every format in this package
manifest-*.txt             digests of all files under data/; tagmanifest-*.txt: digests of those lists
seal/seal.dsse.json        the seal: a signature over the tag manifests, and what the package covers. Beside it may lie
                           time stamps over it (.tsq asked, .tsr answered)
${agencySeal ? AGENCY_SEAL_LINES : ''}
${buildWithoutSection(seal)}
Files that were active in a browser (markup, scripts, saved pages) have '.txt' at the end of their names, and
downloads and unknown media '.bin', so that a double click does not run them. Their names in the record are without it.


WHAT IT SHOWS, AND WHAT IT DOES NOT

It shows, to anyone who checks it:
- that the files here are the ones that were sealed, and that nothing was added or left out since
- that the seal was made with the key named below
- that each exhibit stands in the custody log at its place, and that the log was not rewritten since anyone holds an
  earlier checkpoint or package of it

It does not show:
- when something was recorded, ${report.stamps.length === 0 ? "beyond what the station's clock claimed: no time-stamping authority has confirmed it" : 'other than between the times that authorities confirmed (TIME STAMPS, below)'}
- who was in front of the screen, or that the key was in the right hands
- that the account holder shown on a page is the person who sells
- what the site showed to others, from elsewhere or at another time
${CLOSING_SENTENCE}


${buildCheckSection(report, { agencySeal, custody: true })}

${buildTimeSection()}

FORMATS

The ZIP file holds one bag (BagIt 1.0, RFC 8493). The seal and the key certificates are DSSE envelopes with in-toto statements, the
checkpoint is a C2SP signed note over a Merkle tree (RFC 6962), web archives are WACZ 1.1.1 with WARC 1.1, JSON that is signed is in
the form of RFC 8785. Pages on each of them, enough to write another program that checks them: data/schemas/.
`;
}

function buildScopeLine({ seal: { scope } }: ReportInput): string {
  const { exhibits, sealedInCase, attemptsInCase, failedInCase } = scope;
  return `${exhibits.length} here; the case has ${attemptsInCase} captures begun and files taken in, ${sealedInCase} of them sealed, ${failedInCase} without a page`;
}

function buildExhibitLines({ seal: { profile }, redactions = [] }: ReportInput): string {
  if (PROFILE_RULES[profile].exhibits === 'redacted') return DISCLOSED_LINES;
  return redactions.length === 0 ? EXHIBIT_LINES : `${EXHIBIT_LINES}${REDACTED_LINES}`;
}
