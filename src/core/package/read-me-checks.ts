import { hexOf } from '../digest/digest.ts';
import { buildPowerShellCommands, buildShellCommands, LINUX_TOOLS, MACOS_TOOLS } from './read-me-commands.ts';
import type { ReportInput } from './report-input.ts';

/** What a person does to check a package, by the tools of each system. */
export function buildCheckSection(
  report: Pick<ReportInput, 'keys' | 'viewer' | 'seal'>,
  { agencySeal, custody }: { readonly agencySeal: boolean; /** The package has a custody log. */ readonly custody: boolean },
): string {
  const options = { practice: report.seal.practice, agencySeal, custody };
  return `HOW TO CHECK IT

Unpack the whole package, open a terminal in its folder (the one that holds bagit.txt) and paste the commands for your system.
They change nothing. They need OpenSSL 3, which most systems have or offer.

The fingerprint of the identity key that this package names is

  ${hexOf(report.keys.identity)}

Whoever forges a package can print another fingerprint here. Compare the one that the commands show with what the agency has
given you in another way: on paper, by a call, with an earlier package.

${custody ? 'A program that checks more (each exhibit, its archive and pictures, every entry of the log)' : 'A program that does the same'}:  pugmark verify PACKAGE
${agencySeal ? AGENCY_SEAL_HELP : ''}${report.viewer === undefined ? '' : buildViewerHelp(report.viewer)}

-------- Linux (terminal) --------

${buildShellCommands(LINUX_TOOLS, report.keys, options)}

-------- end --------


-------- macOS (Terminal; its own openssl is LibreSSL, which cannot check these signatures: first "brew install openssl") --------

${buildShellCommands(MACOS_TOOLS, report.keys, options)}

-------- end --------


-------- Windows (PowerShell) --------

${buildPowerShellCommands(agencySeal)}

-------- end --------

Signatures on Windows: open "Git Bash" (part of Git for Windows, which brings openssl) in the same folder and paste the commands
for Linux.`;
}

/** What an agency's certificate is worth is for the checker to say: its root comes from elsewhere. */
const AGENCY_SEAL_HELP = `
The signature with the agency's certificate is checked by the commands below as far as this package goes. To see that the certificate is
the agency's, get the root certificate of its authority in another way, as root.pem, and run in the same folder:

  openssl cms -verify -binary -inform DER -in seal/seal.dsse.json.p7s -content seal/seal.dsse.json -CAfile root.pem -purpose any -out sealed.tmp

If the certificate has expired since, add -attime and the seconds since 1970 of a time when it was valid.
`;

function buildViewerHelp({ release, sha256 }: NonNullable<ReportInput['viewer']>): string {
  return `
The same in a browser (Chrome, Edge, Firefox): START-HERE.html, by a double click; then drop the package on the page. A copy that
came inside a package can be forged: use one that you got from elsewhere. The one of release ${release} has the SHA-256

  ${hexOf(sha256)}
`;
}
