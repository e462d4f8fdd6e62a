import { sha256DigestOf, hexOf, type Hashing } from '../../core/digest/digest.ts';
import { PACKAGE_PATHS } from '../../core/package/layout.ts';
import { TIME_PATHS } from '../../core/package/time-paths.ts';
import type { TimestampAuthority } from '../../core/timestamp/authority.ts';
import { DEFAULT_AUTHORITIES } from '../../core/timestamp/default-authorities.ts';
import { parsePemCertificates } from '../../core/timestamp/pem.ts';
import type { Texts } from '../texts/texts.ts';
import { LINUX_TOOLS, MACOS_TOOLS, type ShellTools } from './check-commands.ts';
import { frameCommands } from './check-section.ts';
import { buildEntry, wrap } from './plain-text.ts';
import { buildTokenCommands } from './token-commands.ts';

/** In the unpacked folder. What a token is over is compared with the package first. */
function buildTimeCommands(tools: ShellTools): string {
  const { log, checkpoints } = PACKAGE_PATHS;
  return buildTokenCommands(tools, {
    tokens: [`${TIME_PATHS.folder}/*.tsr`, 'seal/*.tsr'],
    chain: TIME_PATHS.chain,
    subject: String.raw`  subject=${'${stem%.*}'}
  what='the seal of this package'
  if [ -e "$subject.note" ]; then # a checkpoint of the log in this package
    subject=$subject.note
    what="the log up to entry $(sed -n 2p "$subject")"
    cmp "$subject" "${checkpoints}/$(sed -n 1p "$subject")/$(sed -n 2p "$subject").note"
  elif [ -e "$subject.entry" ]; then # a line of it
    subject=$subject.entry
    what='the start of a session'
    grep -qxF -f "$subject" ${log}
  fi`,
  });
}

/** The part of `data/README.txt` on time stamps. It stands in every package: tokens over its seal come after this text. */
export function buildTimeSection(texts: Texts): string {
  return `
${texts.say('readMe.heading.time')}

${wrap(texts.say('readMe.time.what'))}

  export TSA_ROOTS=/path/to/roots.pem

${wrap(texts.say('readMe.time.bracket'))}


${frameCommands(texts, 'readMe.system.timeLinux', buildTimeCommands(LINUX_TOOLS))}


${frameCommands(texts, 'readMe.system.timeMacos', buildTimeCommands(MACOS_TOOLS))}

${wrap(texts.say('readMe.time.windows'))}
`;
}

/** `data/time/README.txt`: what the files are, and which roots the authorities of this release have. */
export function buildTimeReadMe(texts: Texts, hashing: Pick<Hashing, 'sha256'>, authorities: readonly string[]): string {
  const known = DEFAULT_AUTHORITIES.filter(({ id }) => authorities.includes(id));
  const others = authorities.filter((id) => !known.some((authority) => authority.id === id));
  const files = [
    ['<digest>.note', 'note'],
    ['<digest>.entry', 'entry'],
    ['<digest>.<authority>.tsq', 'asked'],
    ['<digest>.<authority>.tsr', 'answered'],
    ['chain/<authority>.pem', 'chain'],
    ['../../seal/*.tsr', 'seal'],
  ] as const;
  return `${texts.say('readMe.heading.time')}

${wrap(texts.say('readMe.tokens.what'))}

${files.map(([path, what]) => buildEntry(path, texts.say(`readMe.tokens.${what}`))).join('')}
${wrap(texts.say('readMe.tokens.digest'))}

${wrap(texts.say('readMe.tokens.roots'))}

${known.map((authority) => describe(texts, hashing, authority)).join('')}${others.map((id) => `${id}${texts.say('report.colon')} ${texts.say('readMe.tokens.rootUnknown')}\n`).join('')}`;
}

function describe(texts: Texts, hashing: Pick<Hashing, 'sha256'>, { id, name, roots }: TimestampAuthority): string {
  const prints = roots.flatMap(parsePemCertificates).map((der) => hexOf(sha256DigestOf(hashing.sha256(der))));
  return `${id}${texts.say('report.colon')} ${name}, ${texts.say('readMe.tokens.rootKnown')}\n${prints.map((print) => `  ${print}\n`).join('')}`;
}
