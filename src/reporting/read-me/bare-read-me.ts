import type { ReportInput } from '../../core/package/report-input.ts';
import { isReducedSeal, type BareSeal } from '../../core/package/seal-statement.ts';
import type { TextKey, Texts } from '../texts/texts.ts';
import { buildCheckSection } from './check-section.ts';
import { buildHead } from './head.ts';
import { buildPartLines } from './part-lines.ts';
import { buildEntry, wrap } from './plain-text.ts';

/** What a package without exhibits and custody log is, and why it holds no more. */
function explain(texts: Texts, seal: BareSeal): { readonly title: TextKey; readonly what: string; readonly without: string } {
  if (isReducedSeal(seal)) {
    const from = `  package ${seal.reduced.package}\n  seal    ${seal.reduced.seal}`;
    const what = wrap(texts.say('readMe.reduced.what', { bytes: seal.reduced.limitBytes }));
    return {
      title: 'readMe.title.reduced',
      what: `${what}\n\n${from}\n\n${wrap(texts.say('readMe.reduced.evidence'))}`,
      without: wrap(texts.say('readMe.reduced.without')),
    };
  }
  const kind = seal.profile === 'platform' ? 'platform' : 'pattern';
  return {
    title: `readMe.title.${kind}`,
    what: wrap(texts.say(`readMe.${kind}.what`)),
    without: wrap(texts.say(`readMe.${kind}.without`)),
  };
}

/** `data/README.txt` of a package without exhibits and custody log: what it is, what it leaves out and why, and how its seal is checked. */
export function buildBareReadMe(
  texts: Texts,
  report: ReportInput,
  { seal, files, agencySeal }: { readonly seal: BareSeal; readonly files: readonly string[]; readonly agencySeal: boolean },
): string {
  const { title, what, without } = explain(texts, seal);
  const contents = [
    buildPartLines(texts, files),
    ...(isReducedSeal(seal)
      ? [buildEntry('data/pictures/', texts.say('readMe.in.pictures')), buildEntry('data/left-out.txt', texts.say('readMe.in.leftOut'))]
      : []),
    buildEntry('data/custody/keys/', texts.say('readMe.in.sealKeys')),
    buildEntry('data/schemas/', texts.say('readMe.in.schemas')),
    buildEntry('manifest-*.txt', texts.say('readMe.in.manifests')),
    buildEntry('seal/seal.dsse.json', texts.say('readMe.in.bareSeal')),
    agencySeal ? buildEntry('seal/seal.dsse.json.p7s', texts.say('readMe.in.agencySeal')) : '',
  ];
  return `${buildHead(texts, report, seal, { title })}

${texts.say('readMe.heading.what')}

${what}


${texts.say('readMe.heading.in')}

${contents.join('')}

${texts.say('readMe.heading.notIn')}

${without}


${texts.say('readMe.heading.shows')}

${wrap(texts.say('readMe.showsBare'))}
${wrap(texts.say('report.closing'))}


${buildCheckSection(texts, report, { agencySeal, custody: false })}


${texts.say('readMe.heading.formats')}

${wrap(texts.say('readMe.formats.bare'))}
`;
}
