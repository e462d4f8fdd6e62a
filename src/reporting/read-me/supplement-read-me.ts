import { hexOf, type Sha256Digest } from '../../core/digest/digest.ts';
import { PACKAGE_PATHS } from '../../core/package/layout.ts';
import type { PackageLanguage } from '../../core/package/report-input.ts';
import { createTexts, type Texts } from '../texts/texts.ts';
import { LINUX_TOOLS, MACOS_TOOLS, type ShellTools } from './check-commands.ts';
import { frameCommands } from './check-section.ts';
import { buildEntry, wrap } from './plain-text.ts';
import { buildTokenCommands } from './token-commands.ts';

/** The package that tokens came for. */
interface SuppliedPackage {
  readonly package: string;
  /** SHA-256 of `seal/seal.dsse.json`. */
  readonly seal: Sha256Digest;
  /** Of its report; absent: not known. */
  readonly language?: PackageLanguage;
}

/** `README.txt` of a supplement: whose tokens they are, and how they are verified; in the language of the package. */
export function buildSupplementReadMe({ package: id, seal, language = 'en' }: SuppliedPackage): string {
  const texts = createTexts(language);
  return `${texts.say('readMe.supplement.title')}

${texts.say('readMe.fact.package')} ${id}
${texts.say('readMe.supplement.sealOf', { file: PACKAGE_PATHS.seal })}
  ${hexOf(seal)}

${wrap(texts.say('readMe.supplement.what'))}

${listFiles(texts)}
${buildEntry(texts.say('readMe.supplement.tool'), texts.say('readMe.supplement.toolHow', { command: 'pugmark verify PACKAGE --token FILE.zip' }))}\
${buildEntry(texts.say('readMe.supplement.browser'), texts.say('readMe.supplement.browserHow', { field: texts.say('verifier.tokens') }))}\
${buildEntry(texts.say('readMe.supplement.inside'), texts.say('readMe.supplement.insideHow'))}
${wrap(texts.say('readMe.supplement.byHand'))}

  export PACKAGE=/path/to/the/package

${wrap(texts.say('readMe.supplement.roots'))}

  export TSA_ROOTS=/path/to/roots.pem


${frameCommands(texts, 'readMe.system.linux', buildCommands(LINUX_TOOLS))}


${frameCommands(texts, 'readMe.system.timeMacos', buildCommands(MACOS_TOOLS))}

${wrap(texts.say('readMe.supplement.windows'))}
`;
}

function listFiles(texts: Texts): string {
  const files = [
    ['seal/seal.dsse.json.<authority>.tsr', texts.say('readMe.supplement.inSeal')],
    ['time/<digest>.<authority>.tsr', texts.say('readMe.supplement.inTime', { folder: `${PACKAGE_PATHS.checkpoints}/` })],
    ['.tsq', texts.say('readMe.supplement.asked')],
    ['chain/<authority>.pem', texts.say('readMe.tokens.chain')],
  ] as const;
  return files.map(([path, what]) => buildEntry(path, what)).join('');
}

/** In the unpacked supplement; what its tokens are over lies in the package. */
function buildCommands(tools: ShellTools): string {
  const { seal, checkpoints } = PACKAGE_PATHS;
  return buildTokenCommands(tools, {
    tokens: ['seal/*.tsr', 'time/*.tsr'],
    chain: 'chain',
    demands: [
      String.raw`[ -e "${'${PACKAGE:-}'}/${seal}" ] || { echo "Nothing was checked: say with PACKAGE where the unpacked package is" >&2; exit 2; }`,
    ],
    subject: String.raw`  subject="$PACKAGE/${seal}"
  what='the seal of the package'
  case "$token" in time/*)
    digest=${'${stem#time/}'}
    subject=$(find "$PACKAGE/${checkpoints}" -type f -name '*.note' -exec ${tools.sha256} {} + | sed -n "s/^${'${digest%.*}'} [ *]//p" | head -n 1)
    [ -n "$subject" ] || { echo "the package has no checkpoint ${'${digest%.*}'}" >&2; exit 1; }
    what="the log of the package up to entry $(sed -n 2p "$subject")" ;;
  esac`,
  });
}
