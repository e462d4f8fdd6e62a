import { toOneLine } from './bag/bag-info.ts';
import { hexOf } from '../digest/digest.ts';
import { buildPowerShellCommands, buildShellCommands, LINUX_TOOLS, MACOS_TOOLS } from './read-me-commands.ts';
import { buildTimeSection } from './read-me-time.ts';
import type { ReportInput } from './report-input.ts';
import { TIME_PATHS } from './time-paths.ts';
import { CLOSING_SENTENCE } from './verdict.ts';

const PRACTICE_BANNER = `############################################################
#  PRACTICE. THIS IS NOT EVIDENCE.                         #
#  Made on a practice market with a key for practice only. #
############################################################

`;

const AGENCY_SEAL_LINES = `seal/seal.dsse.json.p7s    a second signature over the seal, with a certificate (X.509) of the agency: CMS, as openssl reads it
`;

/** What an agency's certificate is worth is for the checker to say: its root comes from elsewhere. */
const AGENCY_SEAL_HELP = `
The signature with the agency's certificate is checked by the commands below as far as this package goes. To see that the certificate is
the agency's, get the root certificate of its authority in another way, as root.pem, and run in the same folder:

  openssl cms -verify -binary -inform DER -in seal/seal.dsse.json.p7s -content seal/seal.dsse.json -CAfile root.pem -purpose any -out sealed.tmp

If the certificate has expired since, add -attime and the seconds since 1970 of a time when it was valid.
`;

const RECEIVED_LINES = `                           received.json in its place: the exhibit is a file that a person gave. It says when it was
                           taken in and under which name; nothing of it was recorded by the tool
`;

const TIME_LINES = `data/time/                 time stamps of authorities over the log, with what each is over; README.txt there explains them
`;

const FORM_LINES = `data/forms/                forms for the recipient, filled from the record: each as .json, .txt and .docx that say the same, and as .pdf
                           where it was printed; what counts is the exhibits
`;

const VIEWER_LINES = `START-HERE.html            shows and checks the package in a browser, without network
`;

function buildViewerHelp({ release, sha256 }: NonNullable<ReportInput['viewer']>): string {
  return `
The same in a browser (Chrome, Edge, Firefox): START-HERE.html, by a double click; then drop the package on the page. A copy that
came inside a package can be forged: use one that you got from elsewhere. The one of release ${release} has the SHA-256

  ${hexOf(sha256)}
`;
}

/**
 * `data/README.txt`: what the package is, what it shows and does not show, and how to check it with tools that are there already. Only what
 * the seal says too; no text of any page stands in it.
 */
export function buildReadMe({
  report,
  files,
  agencySeal = false,
}: {
  readonly report: ReportInput;
  readonly files: readonly string[];
  /** A signature of an agency's own key lies beside the seal. */
  readonly agencySeal?: boolean;
}): string {
  const { seal } = report;
  const reports = files.filter((path) => /^data\/(?:summary|report)\./.test(path));
  const hasForms = files.some((path) => path.startsWith('data/forms/'));
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

${report.viewer === undefined ? '' : VIEWER_LINES}data/exhibits/E-0001/ ...  one folder for each exhibit. capture.json says what was recorded, when, with what,
                           what is missing, and lists every other file of the exhibit with its digests
${report.received.length === 0 ? '' : RECEIVED_LINES}${listReports(reports)}${hasForms ? FORM_LINES : ''}${isStamped ? TIME_LINES : ''}data/custody/              the custody log: log.jsonl (every act, one per line), its signed checkpoints, a proof
                           for each exhibit, the certificates of the keys, texts that the log commits to
data/schemas/              the pages that describe every format in this package
manifest-*.txt             digests of all files under data/; tagmanifest-*.txt: digests of those lists
seal/seal.dsse.json        the seal: a signature over the tag manifests, and what the package covers. Beside it may lie
                           time stamps over it (.tsq asked, .tsr answered)
${agencySeal ? AGENCY_SEAL_LINES : ''}
Files that were active in a browser (markup, scripts, saved pages) have '.txt' at the end of their names, and
downloads and unknown media '.bin', so that a double click does not run them. Their names in the record are without it.
Values of cookies, passwords and log-in headers are not in this package; markers stand in their places.


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


HOW TO CHECK IT

Unpack the whole package, open a terminal in its folder (the one that holds bagit.txt) and paste the commands for your system.
They change nothing. They need OpenSSL 3, which most systems have or offer.

The fingerprint of the identity key that this package names is

  ${hexOf(report.keys.identity)}

Whoever forges a package can print another fingerprint here. Compare the one that the commands show with what the agency has
given you in another way: on paper, by a call, with an earlier package.

A program that checks more (each exhibit, its archive and pictures, every entry of the log):  pugmark verify PACKAGE
${agencySeal ? AGENCY_SEAL_HELP : ''}${report.viewer === undefined ? '' : buildViewerHelp(report.viewer)}

-------- Linux (terminal) --------

${buildShellCommands(LINUX_TOOLS, report.keys, { practice: seal.practice, agencySeal })}

-------- end --------


-------- macOS (Terminal; its own openssl is LibreSSL, which cannot check these signatures: first "brew install openssl") --------

${buildShellCommands(MACOS_TOOLS, report.keys, { practice: seal.practice, agencySeal })}

-------- end --------


-------- Windows (PowerShell) --------

${buildPowerShellCommands(agencySeal)}

-------- end --------

Signatures on Windows: open "Git Bash" (part of Git for Windows, which brings openssl) in the same folder and paste the commands
for Linux.

${buildTimeSection()}

FORMATS

The ZIP file holds one bag (BagIt 1.0, RFC 8493). The seal and the key certificates are DSSE envelopes with in-toto statements, the
checkpoint is a C2SP signed note over a Merkle tree (RFC 6962), web archives are WACZ 1.1.1 with WARC 1.1, JSON that is signed is in
the form of RFC 8785. Pages on each of them, enough to write another program that checks them: data/schemas/.
`;
}

/** Of many volumes the first and the last. */
function listReports(paths: readonly string[]): string {
  const line = (path: string): string => `${path.padEnd(27)}for reading; what counts is the exhibits\n`;
  return ['summary', 'report']
    .flatMap((kind) =>
      ['pdf', 'html'].map((ending) => paths.filter((path) => path.startsWith(`data/${kind}.`) && path.endsWith(`.${ending}`))),
    )
    .map((files) =>
      files.length <= 2 ? files.map(line).join('') : `${files[0]} ... ${files.at(-1)?.slice('data/'.length)}  ${files.length} volumes\n`,
    )
    .join('');
}

function buildScopeLine({ seal: { scope } }: ReportInput): string {
  const { exhibits, sealedInCase, attemptsInCase, failedInCase } = scope;
  return `${exhibits.length} here; the case has ${attemptsInCase} attempts, ${sealedInCase} of them sealed pages, ${failedInCase} without`;
}
