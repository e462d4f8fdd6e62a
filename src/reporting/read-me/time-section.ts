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

/**
 * Commands for a shell in the unpacked folder that verify every time stamp at the time that it states: `openssl ts` would else look at
 * certificates as of today, and they expire. What a token is over is compared with the package first. Roots come from the reader's system, or from
 * the file that TSA_ROOTS names: a root in the package would be the word of whoever made it.
 */
function buildTimeCommands(tools: ShellTools): string {
  const { log, checkpoints } = PACKAGE_PATHS;
  return String.raw`bash <<'END-OF-COMMANDS'
set -eu
PATH="${tools.path}"
case "$(openssl version 2>&1)" in
  'OpenSSL '[3-9]*) ;;
  *) echo "Nothing was checked: these commands need OpenSSL 3, and here is $(openssl version 2>&1)" >&2; exit 2 ;;
esac
roots="${'${TSA_ROOTS:-'}${tools.roots}}"
[ -r "$roots" ] || { echo "Nothing was checked: there are no root certificates at $roots (name another file with TSA_ROOTS)" >&2; exit 2; }
work=$(mktemp -d)
trap 'result=$?; rm -rf "$work"; [ $result = 0 ] || echo "STOP: this does not add up, or the authority is none of those in $roots" >&2' EXIT
for token in ${TIME_PATHS.folder}/*.tsr seal/*.tsr; do
  [ -e "$token" ] || continue
  stem=${'${token%.tsr}'}
  authority=${'${stem##*.}'}
  subject=${'${stem%.*}'}
  what='the seal of this package'
  if [ -e "$subject.note" ]; then # a checkpoint of the log in this package
    subject=$subject.note
    what="the log up to entry $(sed -n 2p "$subject")"
    cmp "$subject" "${checkpoints}/$(sed -n 1p "$subject")/$(sed -n 2p "$subject").note"
  elif [ -e "$subject.entry" ]; then # a line of it
    subject=$subject.entry
    what='the start of a session'
    grep -qxF -f "$subject" ${log}
  fi
  time=$(openssl ts -reply -in "$token" -text 2> /dev/null | sed -n 's/^Time stamp: //p' | sed 's/\.[0-9]*//')
  set -- -in "$token" -CAfile "$roots" -attime "$(${tools.seconds})"
  [ ! -e "${TIME_PATHS.chain}/$authority.pem" ] || set -- "$@" -untrusted "${TIME_PATHS.chain}/$authority.pem"
  openssl ts -verify -data "$subject" "$@" > "$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }
  if [ -e "$stem.tsq" ]; then openssl ts -verify -queryfile "$stem.tsq" "$@" > "$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }; fi
  echo "$time  $authority has stamped $what"
done
END-OF-COMMANDS`;
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
