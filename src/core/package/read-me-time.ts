import { sha256DigestOf, hexOf, type Hashing } from '../digest/digest.ts';
import type { TimestampAuthority } from '../timestamp/authority.ts';
import { DEFAULT_AUTHORITIES } from '../timestamp/default-authorities.ts';
import { parsePemCertificates } from '../timestamp/pem.ts';
import { PACKAGE_PATHS } from './layout.ts';
import { LINUX_TOOLS, MACOS_TOOLS, type ShellTools } from './read-me-commands.ts';
import { TIME_PATHS } from './time-paths.ts';

/**
 * Commands for a shell in the unpacked folder that verify every time stamp at the time that it states: `openssl ts` would else look at
 * certificates as of today, and they expire. What a token is over is compared with the package first. Roots come from the reader's system, or from
 * the file that TSA_ROOTS names: a root in the package would be the word of whoever made it.
 */
export function buildTimeCommands(tools: ShellTools): string {
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
export function buildTimeSection(): string {
  return `
TIME STAMPS

Where data/time/ or seal/ holds .tsr files, authorities outside of the agency have confirmed that something existed at a time: the log up to
an entry, the start of a session, the seal of this package. The commands verify each token as of its own time and say what it is over. They need
OpenSSL 3, and the root certificates of the authorities, which must not come from this package. Those of the system are taken; with others, say first

  export TSA_ROOTS=/path/to/roots.pem

An exhibit was recorded not after the earliest stamp over the log that covers its entry (data/custody/proofs says which entry that is), and not
before the stamp over the start of its session, if its capture.json names the digest of that (session, tokenDigest).


-------- Time stamps on Linux (terminal) --------

${buildTimeCommands(LINUX_TOOLS)}

-------- end --------


-------- Time stamps on macOS (Terminal, with the OpenSSL of "brew install openssl") --------

${buildTimeCommands(MACOS_TOOLS)}

-------- end --------

Time stamps on Windows: PowerShell has nothing that verifies them. Open "Git Bash" in the same folder, say where the roots are
(export TSA_ROOTS=/mingw64/etc/ssl/certs/ca-bundle.crt), and paste the commands for Linux.
`;
}

/** `data/time/README.txt`: what the files are, and which roots the authorities of this release have. */
export function buildTimeReadMe(hashing: Pick<Hashing, 'sha256'>, authorities: readonly string[]): string {
  const known = DEFAULT_AUTHORITIES.filter(({ id }) => authorities.includes(id));
  const others = authorities.filter((id) => !known.some((authority) => authority.id === id));
  return `TIME STAMPS

Tokens of time-stamping authorities (RFC 3161). Each says that its subject existed when the authority made it, and nothing more. An authority
gets a digest and learns nothing else.

<digest>.note            a checkpoint of the custody log: what the log held then existed not after the time of its tokens
<digest>.entry           the line of the log that began a session: what names the digest of its token came not before
<digest>.<authority>.tsq what the authority was asked; without a .tsr: it had not answered when the package was made
<digest>.<authority>.tsr its answer, with the token
chain/<authority>.pem    certificates from its tokens, to find the way to its root; they prove nothing by themselves
../../seal/*.tsr         tokens over the seal of this package

<digest> is the SHA-256 of the file that was stamped. The commands that verify are in ../README.txt; pugmark verify does all of it.

Certificates expire, and that does not matter: a token is verified as of its own time (-attime in the commands). What must come from somewhere else
than this package is the root certificate of the authority:

${known.map((authority) => describe(hashing, authority)).join('')}${others.map((id) => `${id}: no root of it is known to this release; ask whoever gave you the package which authority it is\n`).join('')}`;
}

function describe(hashing: Pick<Hashing, 'sha256'>, { id, name, roots }: TimestampAuthority): string {
  const prints = roots.flatMap(parsePemCertificates).map((der) => hexOf(sha256DigestOf(hashing.sha256(der))));
  return `${id}: ${name}, under a root with one of these SHA-256 fingerprints\n${prints.map((print) => `  ${print}\n`).join('')}`;
}
