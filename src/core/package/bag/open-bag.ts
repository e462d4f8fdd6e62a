import type { FindingList } from '../finding-list.ts';
import type { PackageEntry, PackageSource } from '../package-source.ts';
import type { PackageNote } from '../verdict.ts';

/** The files of a bag by their paths in it, wherever in the container it lies. */
export interface OpenBag {
  /** Name of the bag's folder; that of the source when the bag is the source itself. */
  readonly name: string;
  readonly container: PackageSource['container'];
  readonly dosTime?: number;
  /** Regular files only, in the container's order. */
  readonly files: ReadonlyMap<string, Pick<PackageEntry, 'sizeBytes'>>;
  stream: PackageSource['stream'];
  open: PackageSource['open'];
}

/** What desktops leave in folders they show. */
const SYSTEM_FILE = /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]+)$/i;

/**
 * Finds the bag: the folder that holds `bagit.txt`, the source itself or one folder in it. Files beside it are findings. Undefined, with a
 * finding, when there is none.
 */
export function openBag(source: PackageSource, list: FindingList): OpenBag | undefined {
  const prefix = findPrefix(source);
  if (prefix === undefined) {
    list.add('bag-declaration-invalid', source.name, 'There is no bag in it: no bagit.txt at its top or in the only folder at its top');
    return undefined;
  }
  const files = new Map<string, PackageEntry>();
  for (const entry of source.entries) {
    if (!entry.path.startsWith(prefix)) list.add('layout-unknown-file', entry.path, 'It lies outside the folder of the bag');
    // The first of two with the same name, as `stream` gives it.
    else if (entry.kind === 'file' && !files.has(entry.path.slice(prefix.length))) files.set(entry.path.slice(prefix.length), entry);
  }
  return {
    name: prefix === '' ? source.name : prefix.slice(0, -1),
    container: source.container,
    ...(source.dosTime === undefined ? {} : { dosTime: source.dosTime }),
    files,
    stream: (path) => source.stream(prefix + path),
    open: (path) => source.open(prefix + path),
  };
}

/** By the declaration; where that is gone, by the manifests: what is missing is then named as such. */
function findPrefix({ entries }: PackageSource): string | undefined {
  const files = entries.filter(({ kind }) => kind === 'file').map(({ path }) => path);
  for (const mark of [/^(?:[^/]+\/)?bagit\.txt$/, /^(?:[^/]+\/)?(?:tag)?manifest-[a-z0-9]+\.txt$/]) {
    const prefixes = new Set(files.filter((path) => mark.test(path)).map((path) => path.slice(0, path.lastIndexOf('/') + 1)));
    // A bag whose own declaration is gone may hold another bag as its payload.
    prefixes.delete('data/');
    if (prefixes.has('')) return '';
    if (prefixes.size === 1) return [...prefixes][0];
  }
  return undefined;
}

/** True when anything in it is a part of a bag, however damaged: false for a file or folder that is something else. */
export function isBagLike({ entries }: Pick<PackageSource, 'entries'>): boolean {
  return entries.some(({ path }) =>
    /^(?:[^/]+\/)?(?:bagit\.txt|bag-info\.txt|(?:tag)?manifest-[a-z0-9]+\.txt|seal\/seal\.dsse\.json)$/.test(path),
  );
}

/**
 * True for a file that an operating system put into the unpacked folder: a note, no fault. Nothing put it into a container: there it is
 * like any other file.
 */
export function isSystemFile(bag: OpenBag, path: string): boolean {
  return bag.container === 'folder' && SYSTEM_FILE.test(path);
}

export function noteSystemFile(path: string): PackageNote {
  return { code: 'system-file', subject: path, message: 'An operating system left this file in the folder; it is not part of the package' };
}
