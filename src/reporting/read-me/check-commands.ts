import type { Sha256Digest } from '../../core/digest/digest.ts';
import { keyPath, PACKAGE_PATHS } from '../../core/package/layout.ts';

/** What differs between the systems that have a POSIX shell. */
export interface ShellTools {
  /** Prints `<hex>  -` of standard input. */
  readonly sha256: string;
  readonly sha512: string;
  /** Checks a manifest and says only what is wrong. */
  readonly check256: string;
  readonly check512: string;
  readonly decode: string;
  /** Where else programs are. */
  readonly path: string;
  /** Seconds since 1970 of `$time`, as openssl writes it: `Mar  2 08:00:00 2026 GMT`. */
  readonly seconds: string;
  /** Where the system keeps root certificates. */
  readonly roots: string;
}

export const LINUX_TOOLS: ShellTools = {
  sha256: 'sha256sum',
  sha512: 'sha512sum',
  check256: 'sha256sum --strict --quiet -c',
  check512: 'sha512sum --strict --quiet -c',
  decode: 'base64 -d',
  path: '$PATH',
  seconds: 'date -u -d "$time" +%s',
  roots: '/etc/ssl/certs/ca-certificates.crt',
};

export const MACOS_TOOLS: ShellTools = {
  sha256: 'shasum -a 256',
  sha512: 'shasum -a 512',
  check256: 'shasum -a 256 --status -c',
  check512: 'shasum -a 512 --status -c',
  decode: 'base64 -D',
  // Homebrew puts its OpenSSL beside the way to programs: macOS has one of that name, which is LibreSSL.
  path: '/opt/homebrew/opt/openssl@3/bin:/usr/local/opt/openssl@3/bin:$PATH',
  seconds: 'date -j -u -f \'%b %e %T %Y GMT\' "$time" +%s',
  roots: '/etc/ssl/cert.pem',
};

/** Keys whose certificates the commands open, by their fingerprints. */
export interface ReadMeKeys {
  readonly identity: Sha256Digest;
  readonly seal: Sha256Digest;
  readonly log: Sha256Digest;
}

/**
 * Commands for a shell in the unpacked folder: manifests, seal, keys, and the checkpoint where there is one. They end with an error at the first thing that is
 * wrong, and write nothing but a temporary folder. OpenSSL 3 is needed for Ed25519 signatures over whole messages: without it nothing is
 * checked, and nothing is said against the package. They are handed to bash whatever shell they are pasted into: that of macOS (zsh) takes a
 * comment for a command.
 */
export function buildShellCommands(
  tools: ShellTools,
  keys: ReadMeKeys,
  {
    practice,
    agencySeal,
    custody,
  }: {
    readonly practice: boolean;
    readonly agencySeal: boolean;
    /** The package has a custody log, whose checkpoint is checked too. */ readonly custody: boolean;
  },
): string {
  const { manifestSha256, manifestSha512, tagManifestSha256, tagManifestSha512, seal } = PACKAGE_PATHS;
  return String.raw`${openCommands(tools)}
work=$(mktemp -d)
trap 'result=$?; rm -rf "$work"; [ $result = 0 ] || echo "STOP: this does not add up" >&2' EXIT

# 1. Every file is the one that was packed, and there are no others (but those that systems put into folders).
${tools.check256} ${manifestSha256}
${tools.check512} ${manifestSha512}
${tools.check256} ${tagManifestSha256}
${tools.check512} ${tagManifestSha512}
{ cat ${manifestSha256} ${tagManifestSha256} | sed 's/^[0-9a-f]*  //'
  printf '%s\n' ${seal} ${agencySeal ? `${PACKAGE_PATHS.agencySeal} ` : ''}${tagManifestSha256} ${tagManifestSha512}
  find seal -type f -name 'seal.dsse.json.*.ts[qr]'
} | LC_ALL=C sort > "$work/listed"
find . ! -type d ! -name .DS_Store ! -name '._*' ! -name Thumbs.db ! -name desktop.ini | sed 's/^\.\///' | LC_ALL=C sort | diff "$work/listed" -

# 2. The seal is over these manifests.
unpack() { # FILE NAME: payload and signature of a DSSE envelope, and the bytes that are signed
  sed 's/.*"payload":"\([^"]*\)".*/\1/' "$1" | ${tools.decode} > "$work/$2.json"
  sed 's/.*"sig":"\([^"]*\)".*/\1/' "$1" | ${tools.decode} > "$work/$2.sig"
  printf 'DSSEv1 28 application/vnd.in-toto+json %s ' "$(wc -c < "$work/$2.json" | tr -d ' ')" | cat - "$work/$2.json" > "$work/$2.signed"
}
unpack ${seal} seal
for name in ${tagManifestSha256} ${tagManifestSha512}; do
  short=$(${tools.sha256} < $name | cut -d ' ' -f 1)
  long=$(${tools.sha512} < $name | cut -d ' ' -f 1)
  grep -qF "{\"digest\":{\"sha256\":\"$short\",\"sha512\":\"$long\"},\"name\":\"$name\"}" "$work/seal.json"
done

# 3. The seal is signed by a key for seals, and the identity of the station has signed for that key.
signed() { # KEY MESSAGE SIGNATURE
  openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/$1.der" -rawin -in "$work/$2" -sigfile "$work/$3" > /dev/null
}
enclosed() { # KEY NAME FILE: signed by the key, and nothing else stands in the envelope
  signed "$1" "$2.signed" "$2.sig"
  printf '{"payload":"%s","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"sha256:%s","sig":"%s"}]}' \
    "$(base64 < "$work/$2.json" | tr -d '\n')" "$(${tools.sha256} < "$work/$1.der" | cut -d ' ' -f 1)" \
    "$(base64 < "$work/$2.sig" | tr -d '\n')" | cmp - "$3"
}
key() { # NAME PURPOSE FILE: the key that a certificate is about
  unpack "$3" "$1"
  grep -qF '"practice":${String(practice)},' "$work/$1.json"
  grep -qF "\"purpose\":\"$2\"" "$work/$1.json"
  sed 's/.*"publicKey":"\([^"]*\)".*/\1/' "$work/$1.json" | ${tools.decode} > "$work/$1.der"
  enclosed identity "$1" "$3"
}
key identity identity ${keyPath(keys.identity)}
key seal-key seal ${keyPath(keys.seal)}
enclosed seal-key seal ${seal}

${custody ? buildCheckpointCommands(tools, keys) : ''}${agencySeal ? buildAgencyCommands() : ''}
echo "Files${custody ? ', seal and checkpoint' : ' and seal'} add up. They are signed under the identity key with this fingerprint:"
${tools.sha256} < "$work/identity.der" | cut -d ' ' -f 1
END-OF-COMMANDS`;
}

/** The first lines of commands for a shell; `END-OF-COMMANDS` ends them. Without OpenSSL 3 nothing is checked, and they say so. */
export function openCommands(tools: ShellTools): string {
  return String.raw`bash <<'END-OF-COMMANDS'
set -eu
PATH="${tools.path}"
case "$(openssl version 2>&1)" in
  'OpenSSL '[3-9]*) ;;
  *) echo "Nothing was checked: these commands need OpenSSL 3, and here is $(openssl version 2>&1)" >&2; exit 2 ;;
esac`;
}

function buildCheckpointCommands(tools: ShellTools, keys: ReadMeKeys): string {
  const { checkpoint } = PACKAGE_PATHS;
  return String.raw`# 4. The checkpoint of the custody log is signed by a key for logs, and it is the one that the seal names.
key log-key log ${keyPath(keys.log)}
sed '/^$/,$d' ${checkpoint} > "$work/note"
sed -n '$s/.* //p' ${checkpoint} | ${tools.decode} | tail -c 64 > "$work/note.sig"
signed log-key note note.sig
origin=$(sed -n 1p "$work/note")
size=$(sed -n 2p "$work/note")
root=$(sed -n 3p "$work/note" | ${tools.decode} | od -An -v -tx1 | tr -d ' \n')
grep -qF "\"checkpoint\":{\"origin\":\"$origin\",\"root\":\"sha256:$root\",\"size\":$size}" "$work/seal.json"
`;
}

/** The signature of the agency's own key, under whatever certificate it brings along. */
function buildAgencyCommands(): string {
  const { seal, agencySeal } = PACKAGE_PATHS;
  return String.raw`
# 5. The second signature is over this seal. Whose certificate that is, a root from elsewhere has to show.
openssl cms -verify -binary -inform DER -in ${agencySeal} -content ${seal} -noverify -signer "$work/agency.pem" -out "$work/agency.out" 2> /dev/null
cmp "$work/agency.out" ${seal}
echo "The second signature is right. It names as its signer:"
openssl x509 -in "$work/agency.pem" -noout -subject -issuer
`;
}

/** PowerShell, in the unpacked folder: manifests, and the seal's subjects. It has no Ed25519: signatures need OpenSSL. */
export function buildPowerShellCommands(agencySeal: boolean): string {
  const { tagManifestSha256, tagManifestSha512, seal } = PACKAGE_PATHS;
  return String.raw`$wrong = 0; $listed = @('${seal}', ${agencySeal ? `'${PACKAGE_PATHS.agencySeal}', ` : ''}'${tagManifestSha256}', '${tagManifestSha512}')
$listed += Get-ChildItem seal -File | Where-Object Name -match '^seal\.dsse\.json\.[a-z0-9-]+\.ts[qr]$' | ForEach-Object { "seal/$($_.Name)" }
foreach ($algorithm in 'sha256', 'sha512') {
  foreach ($manifest in 'manifest', 'tagmanifest') {
    foreach ($line in [IO.File]::ReadAllLines("$PWD\$manifest-$algorithm.txt")) {
      $digest, $path = $line -split '  ', 2
      $listed += $path
      if ((Get-FileHash -Algorithm $algorithm -LiteralPath $path).Hash -ne $digest) { "CHANGED: $path"; $wrong++ }
    }
  }
}
foreach ($file in Get-ChildItem -Recurse -File -Force) {
  if ($file.Name -match '^(\.DS_Store|\._.*|Thumbs\.db|desktop\.ini)$') { continue }
  $path = $file.FullName.Substring("$PWD".Length + 1).Replace('\', '/')
  if ($listed -notcontains $path) { "NOT LISTED: $path"; $wrong++ }
}
$envelope = [IO.File]::ReadAllText("$PWD\seal\seal.dsse.json") | ConvertFrom-Json
$statement = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($envelope.payload)) | ConvertFrom-Json
foreach ($subject in $statement.subject) {
  foreach ($algorithm in 'sha256', 'sha512') {
    if ((Get-FileHash -Algorithm $algorithm -LiteralPath $subject.name).Hash -ne $subject.digest.$algorithm) { "NOT SEALED: $($subject.name)"; $wrong++ }
  }
}
if ($wrong -eq 0) { 'Files, manifests and the digests in the seal add up. Now check the signatures.' } else { 'STOP: this does not add up' }`;
}
