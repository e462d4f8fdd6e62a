import { hexOf } from '../../core/digest/digest.ts';
import type { ReportInput } from '../../core/package/report-input.ts';
import type { TextKey, Texts } from '../texts/texts.ts';
import { buildPowerShellCommands, buildShellCommands, LINUX_TOOLS, MACOS_TOOLS } from './check-commands.ts';
import { wrap } from './plain-text.ts';

/** Commands between lines that say for which system they are and where they end. They are the same in every language. */
export function frameCommands(texts: Texts, title: TextKey, commands: string): string {
  return `-------- ${texts.say(title)} --------\n\n${commands}\n\n-------- ${texts.say('readMe.end')} --------`;
}

/** What a person does to check a package, by the tools of each system. */
export function buildCheckSection(
  texts: Texts,
  report: Pick<ReportInput, 'keys' | 'viewer' | 'seal'>,
  { agencySeal, custody }: { readonly agencySeal: boolean; /** The package has a custody log. */ readonly custody: boolean },
): string {
  const options = { practice: report.seal.practice, agencySeal, custody };
  return `${texts.say('readMe.heading.check')}

${wrap(texts.say('readMe.check.intro'))}
${wrap(texts.say('readMe.check.answers'))}

${texts.say('readMe.check.fingerprint')}

  ${hexOf(report.keys.identity)}

${wrap(texts.say('readMe.check.compare'))}

${wrap(texts.say(custody ? 'readMe.check.more' : 'readMe.check.same'))}

  pugmark verify PACKAGE
${agencySeal ? buildAgencyHelp(texts) : ''}${report.viewer === undefined ? '' : buildViewerHelp(texts, report.viewer)}

${frameCommands(texts, 'readMe.system.linux', buildShellCommands(LINUX_TOOLS, report.keys, options))}


${frameCommands(texts, 'readMe.system.macos', buildShellCommands(MACOS_TOOLS, report.keys, options))}


${frameCommands(texts, 'readMe.system.windows', buildPowerShellCommands(agencySeal))}

${wrap(texts.say('readMe.check.windows'))}`;
}

/** What an agency's certificate is worth is for the checker to say: its root comes from elsewhere. */
function buildAgencyHelp(texts: Texts): string {
  return `
${wrap(texts.say('readMe.check.agency'))}

  openssl cms -verify -binary -inform DER -in seal/seal.dsse.json.p7s -content seal/seal.dsse.json -CAfile root.pem -purpose any -out sealed.tmp

${wrap(texts.say('readMe.check.agencyExpired'))}
`;
}

function buildViewerHelp(texts: Texts, { release, sha256 }: NonNullable<ReportInput['viewer']>): string {
  return `
${wrap(texts.say('readMe.check.viewer'))}

  ${hexOf(sha256)}  START-HERE.html ${release}
`;
}
