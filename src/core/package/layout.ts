import type { UtcTime } from '../clock.ts';
import type { TreeHead } from '../custody/checkpoint.ts';
import { hexOf, type Sha256Digest } from '../digest/digest.ts';
import type { ExhibitNumber, Uuid } from '../ids.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Redaction } from '../redaction/redaction.ts';
import type { Profile } from './profiles.ts';

/** Where things lie in a bag, relative to its folder (docs/formats/package.md). */
export const PACKAGE_PATHS = {
  declaration: 'bagit.txt',
  info: 'bag-info.txt',
  manifestSha256: 'manifest-sha256.txt',
  manifestSha512: 'manifest-sha512.txt',
  tagManifestSha256: 'tagmanifest-sha256.txt',
  tagManifestSha512: 'tagmanifest-sha512.txt',
  seal: 'seal/seal.dsse.json',
  /** CMS signature of an agency's own X.509 key over the bytes of the seal; where one was made. */
  agencySeal: 'seal/seal.dsse.json.p7s',
  /** Viewer and verifier for a browser: of the same bytes in all packages of a release. */
  viewer: 'START-HERE.html',
  readMe: 'data/README.txt',
  /** One log line per line, segment after segment, each after a line `{"origin":"<origin>"}`. */
  log: 'data/custody/log.jsonl',
  /** The newest checkpoint note of the newest segment. */
  checkpoint: 'data/custody/checkpoint.note',
  /** `data/custody/checkpoints/<origin>/<size>.note` */
  checkpoints: 'data/custody/checkpoints',
  /** `data/custody/proofs/E-0001.tlog-proof` */
  proofs: 'data/custody/proofs',
  /** `data/custody/keys/<first 16 hex digits of the key id>.dsse.json` */
  keys: 'data/custody/keys',
  /** Texts that entries of the log commit to: see `logTextLineSchema`. */
  texts: 'data/custody/texts.jsonl',
  exhibits: 'data/exhibits',
  schemas: 'data/schemas',
} as const;

/** Longest path in a package, its top folder included: unpacked on a desktop, the older limits of Windows leave room for no more. */
export const MAX_PACKAGE_PATH = 180;
const MAX_SLUG = 40;
/** What the longest top folder and the longest exhibit number leave of {@link MAX_PACKAGE_PATH}. */
const MAX_FILE_NAME = 80;

/**
 * A case reference as part of a file name: `[a-z0-9-]`, at most 40 characters, `case` when nothing is left of it. Not unique and
 * not meant to be: the reference itself stands in `bag-info.txt` and in the seal.
 */
export function buildSlug(reference: string): string {
  const plain = reference.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replaceAll(/[^a-z0-9]+/g, '-').replace(/^-+/, '');
  return slug.slice(0, MAX_SLUG).replace(/-+$/, '') || 'case';
}

/** Name of the top folder, and with `.zip` of the file: `<slug>_<profile>_<YYYYMMDDTHHMMSSZ>`, with `_reduced` for a reduced set. */
export function buildPackageName(reference: string, profile: Profile, createdAt: UtcTime, isReduced = false): string {
  return `${buildSlug(reference)}_${profile}_${createdAt.slice(0, 19).replaceAll(/[-:]/g, '')}Z${isReduced ? '_reduced' : ''}`;
}

/** Where an exhibit's files lie. */
export function exhibitFolder(exhibit: ExhibitNumber): string {
  return `${PACKAGE_PATHS.exhibits}/${exhibit}`;
}

/** Below an exhibit's folder: its redacted copies, each with its record. */
export const REDACTED_FOLDER = 'redacted';

/** Where a redacted copy lies, and its record (docs/formats/redaction.md). */
export function redactedPaths(redaction: Pick<Redaction, 'exhibit' | 'original' | 'derivative'>): {
  readonly path: string;
  readonly recordPath: string;
} {
  const { exhibit, original, derivative } = redaction;
  const path = `${exhibitFolder(exhibit)}/${REDACTED_FOLDER}/${fileNameInPackage({ role: original.role, ...derivative })}`;
  return { path, recordPath: `${path}.redaction.json` };
}

export function proofPath(exhibit: ExhibitNumber): string {
  return `${PACKAGE_PATHS.proofs}/${exhibit}.tlog-proof`;
}

export function checkpointPath(head: Pick<TreeHead, 'origin' | 'size'>): string {
  return `${PACKAGE_PATHS.checkpoints}/${head.origin}/${head.size}.note`;
}

export function keyPath(keyId: Sha256Digest): string {
  return `${PACKAGE_PATHS.keys}/${hexOf(keyId).slice(0, 16)}.dsse.json`;
}

/** The link with which another key named this one as the one that takes its place. */
export function keyLinkPath(to: Sha256Digest): string {
  return `${PACKAGE_PATHS.keys}/${hexOf(to).slice(0, 16)}.link.dsse.json`;
}

/** What revokes this key. */
export function keyRevocationPath(keyId: Sha256Digest): string {
  return `${PACKAGE_PATHS.keys}/${hexOf(keyId).slice(0, 16)}.revocation.dsse.json`;
}

/** Pictures and films that may keep their name, when the bytes were found to be just that. */
const MEDIA: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  mp4: 'video/mp4',
  webm: 'video/webm',
};

/** Files of ours that no double click runs. */
const PLAIN = new Set(['txt', 'json', 'pdf', 'wacz', 'pem']);

/** What a browser or a script host would run: a text editor opens it instead. */
const ACTIVE = new Set(['html', 'htm', 'xhtml', 'xht', 'shtml', 'svg', 'xml', 'xsl', 'js', 'mjs', 'css', 'mhtml', 'mht']);

/** Names that Windows keeps for devices, whatever follows the first dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/;

/**
 * The name of an artifact's file in a package. Captured active content gets a name that a double click does not run, media keep theirs
 * only from a list, and everything unknown is `.bin`. The artifact's own name stands in the record.
 */
export function fileNameInPackage(artifact: Pick<Artifact, 'role' | 'name' | 'mediaType' | 'sha256'>): string {
  const safe = artifact.name.replace(DEVICE, (device) => `${device}-`);
  const named = `${safe}${suffixOf(artifact)}`;
  if (named.length <= MAX_FILE_NAME) return named;
  const end = /(?:\.[a-z0-9]{1,8}){0,2}$/.exec(named)?.[0] ?? '';
  const tail = `-${hexOf(artifact.sha256).slice(0, 16)}${end}`;
  return `${named.slice(0, MAX_FILE_NAME - tail.length)}${tail}`;
}

function suffixOf({ role, name, mediaType }: Pick<Artifact, 'role' | 'name' | 'mediaType'>): '' | '.txt' | '.bin' {
  const extension = /\.([a-z0-9]+)$/.exec(name)?.[1] ?? '';
  if (role === 'download') return '.bin';
  if (ACTIVE.has(extension)) return '.txt';
  if (MEDIA[extension] !== undefined) return mediaType === MEDIA[extension] ? '' : '.bin';
  return role !== 'media' && role !== 'received' && PLAIN.has(extension) ? '' : '.bin';
}

/** Name of a package under way, in the folder where it will stand. */
export function partFileName(id: Uuid): string {
  return `.${id}.part`;
}

/** Of the page that will stand beside an encrypted package, while it is written: `part` is the name or the path of the package under way. */
export function pagePartOf(part: string): string {
  return `${part}.page`;
}
