import { PROFILE_RULES } from '../../core/package/profiles.ts';
import type { ReportInput } from '../../core/package/report-input.ts';
import { TIME_PATHS } from '../../core/package/time-paths.ts';
import type { Texts } from '../texts/texts.ts';
import { buildCheckSection } from './check-section.ts';
import { buildHead } from './head.ts';
import { buildPartLines, buildWithoutSection } from './part-lines.ts';
import { buildEntry, buildPoint, wrap } from './plain-text.ts';
import { buildTimeSection } from './time-section.ts';

/** `data/README.txt` of a package with exhibits and custody log. */
export function buildCaseReadMe(
  texts: Texts,
  report: ReportInput,
  { files, agencySeal }: { readonly files: readonly string[]; readonly agencySeal: boolean },
): string {
  const { seal } = report;
  const head = buildHead(texts, report, seal, {
    title: 'readMe.title.case',
    more: [
      ['readMe.fact.exhibits', sayScope(texts, report)],
      ['readMe.fact.log', texts.say('readMe.logScope', { entries: seal.checkpoint.size, withheld: seal.scope.withheldEntries })],
    ],
  });
  return `${head}

${texts.say('readMe.heading.in')}

${listContents(texts, report, files, agencySeal)}${buildWithoutSection(texts, seal)}
${wrap(texts.say('readMe.activeFiles'))}


${texts.say('readMe.heading.shows')}

${texts.say('readMe.shows.intro')}
${(['files', 'key', 'log'] as const).map((what) => buildPoint(texts.say(`readMe.shows.${what}`))).join('\n')}

${texts.say('readMe.showsNot.intro')}
${buildPoint(texts.say(report.stamps.length === 0 ? 'readMe.showsNot.time' : 'readMe.showsNot.timeStamped'))}
${(['who', 'seller', 'others'] as const).map((what) => buildPoint(texts.say(`readMe.showsNot.${what}`))).join('\n')}

${wrap(texts.say('report.closing'))}


${buildCheckSection(texts, report, { agencySeal, custody: true })}

${buildTimeSection(texts)}

${texts.say('readMe.heading.formats')}

${wrap(texts.say('readMe.formats.case'))}
`;
}

function sayScope(texts: Texts, { seal: { scope } }: ReportInput): string {
  const { exhibits, sealedInCase, attemptsInCase, failedInCase } = scope;
  return texts.say('readMe.scope', { here: exhibits.length, attempts: attemptsInCase, sealed: sealedInCase, failed: failedInCase });
}

function listContents(texts: Texts, report: ReportInput, files: readonly string[], agencySeal: boolean): string {
  const isDisclosed = PROFILE_RULES[report.seal.profile].exhibits === 'redacted';
  const hasCopies = !isDisclosed && (report.redactions ?? []).length > 0;
  return [
    report.viewer === undefined ? '' : buildEntry('START-HERE.html', texts.say('readMe.in.viewer')),
    buildEntry('data/exhibits/E-0001/ ...', texts.say(isDisclosed ? 'readMe.in.disclosed' : 'readMe.in.exhibits')),
    hasCopies ? buildEntry('', texts.say('readMe.in.redacted')) : '',
    report.received.length === 0 ? '' : buildEntry('', texts.say('readMe.in.received')),
    buildPartLines(texts, files),
    files.includes(TIME_PATHS.readMe) ? buildEntry('data/time/', texts.say('readMe.in.time')) : '',
    buildEntry('data/custody/', texts.say('readMe.in.custody')),
    buildEntry('data/schemas/', texts.say('readMe.in.schemas')),
    buildEntry('manifest-*.txt', texts.say('readMe.in.manifests')),
    buildEntry('seal/seal.dsse.json', texts.say('readMe.in.seal')),
    agencySeal ? buildEntry('seal/seal.dsse.json.p7s', texts.say('readMe.in.agencySeal')) : '',
  ].join('');
}
