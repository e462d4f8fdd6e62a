import { hexOf, type Sha256Digest } from '../../core/digest/digest.ts';
import { PACKAGE_PATHS } from '../../core/package/layout.ts';
import { LINUX_TOOLS, MACOS_TOOLS, type ShellTools } from './check-commands.ts';

/** `README.txt` of a supplement: whose tokens they are, and how they are verified. */
export function buildSupplementReadMe({ package: id, seal }: { readonly package: string; readonly seal: Sha256Digest }): string {
  return `TIME STAMPS THAT CAME LATER

Package ${id}
SHA-256 of its ${PACKAGE_PATHS.seal}
  ${hexOf(seal)}

When this package was made, time-stamping authorities (RFC 3161) had not answered. Here is what they answered later. Nothing in the package changes: it is
whole without these files. Each token says that its subject existed when the authority made it, and nothing more.

seal/seal.dsse.json.<authority>.tsr   over the seal of the package
time/<digest>.<authority>.tsr         over a checkpoint of its custody log (the note with this SHA-256 in ${PACKAGE_PATHS.checkpoints}/):
                                      what the log held then existed not after the time of the token
.tsq beside a .tsr                    what the authority was asked
chain/<authority>.pem                 certificates from its tokens, to find the way to its root; they prove nothing by themselves

WITH PUGMARK   pugmark verify PACKAGE --token <this ZIP file>
IN A BROWSER   START-HERE.html: choose this ZIP file under "Time stamps that came later", then the package
IN THE PACKAGE the files of seal/ may also be put into the folder seal/ of the unpacked package. Those of time/ may not: its manifests do not list them.

BY HAND, in this folder, unpacked. Say first where the unpacked package is (the folder with bagit.txt in it):

  export PACKAGE=/path/to/the/package

OpenSSL 3 is needed, and the root certificates of the authorities, which must come from somewhere else. Those of the system are taken; with others, say

  export TSA_ROOTS=/path/to/roots.pem


-------- Linux (terminal) --------

${buildCommands(LINUX_TOOLS)}

-------- end --------


-------- macOS (Terminal, with the OpenSSL of "brew install openssl") --------

${buildCommands(MACOS_TOOLS)}

-------- end --------

Windows: open "Git Bash" in this folder, say where the roots are (export TSA_ROOTS=/mingw64/etc/ssl/certs/ca-bundle.crt), and paste the commands for Linux.
`;
}

/** As in `data/README.txt` of a package: a token is verified as of its own time, over bytes that lie in the package. */
function buildCommands(tools: ShellTools): string {
  const { seal, checkpoints } = PACKAGE_PATHS;
  return String.raw`bash <<'END-OF-COMMANDS'
set -eu
PATH="${tools.path}"
case "$(openssl version 2>&1)" in
  'OpenSSL '[3-9]*) ;;
  *) echo "Nothing was checked: these commands need OpenSSL 3, and here is $(openssl version 2>&1)" >&2; exit 2 ;;
esac
roots="${'${TSA_ROOTS:-'}${tools.roots}}"
[ -r "$roots" ] || { echo "Nothing was checked: there are no root certificates at $roots (name another file with TSA_ROOTS)" >&2; exit 2; }
[ -e "${'${PACKAGE:-}'}/${seal}" ] || { echo "Nothing was checked: say with PACKAGE where the unpacked package is" >&2; exit 2; }
work=$(mktemp -d)
trap 'result=$?; rm -rf "$work"; [ $result = 0 ] || echo "STOP: this does not add up, or the authority is none of those in $roots" >&2' EXIT
for token in seal/*.tsr time/*.tsr; do
  [ -e "$token" ] || continue
  stem=${'${token%.tsr}'}
  authority=${'${stem##*.}'}
  subject="$PACKAGE/${seal}"
  what='the seal of the package'
  case "$token" in time/*)
    digest=${'${stem#time/}'}
    subject=$(find "$PACKAGE/${checkpoints}" -type f -name '*.note' -exec ${tools.sha256} {} + | sed -n "s/^${'${digest%.*}'} [ *]//p" | head -n 1)
    [ -n "$subject" ] || { echo "the package has no checkpoint ${'${digest%.*}'}" >&2; exit 1; }
    what="the log of the package up to entry $(sed -n 2p "$subject")" ;;
  esac
  time=$(openssl ts -reply -in "$token" -text 2> /dev/null | sed -n 's/^Time stamp: //p' | sed 's/\.[0-9]*//')
  set -- -in "$token" -CAfile "$roots" -attime "$(${tools.seconds})"
  [ ! -e "chain/$authority.pem" ] || set -- "$@" -untrusted "chain/$authority.pem"
  openssl ts -verify -data "$subject" "$@" > "$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }
  if [ -e "$stem.tsq" ]; then openssl ts -verify -queryfile "$stem.tsq" "$@" > "$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }; fi
  echo "$time  $authority has stamped $what"
done
END-OF-COMMANDS`;
}
