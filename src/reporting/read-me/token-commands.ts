import { openCommands, type ShellTools } from './check-commands.ts';

/** What differs between the tokens of a package and those that came later. */
export interface TokenPlaces {
  /** Patterns of their paths, from the folder in which the commands run. */
  readonly tokens: readonly string[];
  /** Folder of certificates, from the same. */
  readonly chain: string;
  /** Lines that check what else must be there, before anything is verified. */
  readonly demands?: readonly string[];
  /** Lines that set `$subject`, the file that is stamped, and `$what`, its name for people, by `$token` and `$stem` (the same without `.tsr`); they exit when it is not that of the package. */
  readonly subject: string;
}

/**
 * Commands for a shell that verify every time stamp at the time that it states: `openssl ts` would else look at certificates as of today, and they expire. Roots come
 * from the reader's system, or from the file that TSA_ROOTS names: a root in the package would be the word of whoever made it.
 */
export function buildTokenCommands(tools: ShellTools, { tokens, chain, demands = [], subject }: TokenPlaces): string {
  const wanted = demands.map((line) => `${line}\n`).join('');
  return String.raw`${openCommands(tools)}
roots="${'${TSA_ROOTS:-'}${tools.roots}}"
[ -r "$roots" ] || { echo "Nothing was checked: there are no root certificates at $roots (name another file with TSA_ROOTS)" >&2; exit 2; }
${wanted}work=$(mktemp -d)
trap 'result=$?; rm -rf "$work"; [ $result = 0 ] || echo "STOP: this does not add up, or the authority is none of those in $roots" >&2' EXIT
for token in ${tokens.join(' ')}; do
  [ -e "$token" ] || continue
  stem=${'${token%.tsr}'}
  authority=${'${stem##*.}'}
${subject}
  time=$(openssl ts -reply -in "$token" -text 2> /dev/null | sed -n 's/^Time stamp: //p' | sed 's/\.[0-9]*//')
  set -- -in "$token" -CAfile "$roots" -attime "$(${tools.seconds})"
  [ ! -e "${chain}/$authority.pem" ] || set -- "$@" -untrusted "${chain}/$authority.pem"
  openssl ts -verify -data "$subject" "$@" > "$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }
  if [ -e "$stem.tsq" ]; then openssl ts -verify -queryfile "$stem.tsq" "$@" > "$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }; fi
  echo "$time  $authority has stamped $what"
done
END-OF-COMMANDS`;
}
