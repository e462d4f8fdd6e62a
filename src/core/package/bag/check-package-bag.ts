import type { Hashing, Sha256Digest, Sha512Digest } from '../../digest/digest.ts';
import { isSameBytes } from '../../digest/encoding.ts';
import { isPugmarkError } from '../../errors.ts';
import { checkEntries } from '../check-entries.ts';
import { gatherFindings, type FindingList } from '../finding-list.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import type { PackageSource } from '../package-source.ts';
import { isSealToken } from '../time-paths.ts';
import type { PackageFinding, PackageNote } from '../verdict.ts';
import { buildBagInfo } from './bag-info.ts';
import { type BagStructure, checkBagStructure, readTagFile } from './check-bag.ts';
import { buildBagHashing, checkFixity, type FixityOptions, type ReadFile } from './check-fixity.ts';
import { buildBagDeclaration } from './declaration.ts';
import { buildManifest, type Manifest } from './manifest.ts';
import { isSystemFile, noteSystemFile, openBag, type OpenBag } from './open-bag.ts';

/** A file as it is here, not as a manifest says: one reading gave size and both digests. */
export interface PackageFile {
  readonly sizeBytes: number;
  readonly sha256: Sha256Digest;
  readonly sha512: Sha512Digest;
}

/** The bag of a package with what was read of it: the files that could be read, and the values of bag-info.txt by label. */
export interface PackageBag extends Pick<OpenBag, 'name' | 'dosTime' | 'stream' | 'open'> {
  readonly files: ReadonlyMap<string, PackageFile>;
  readonly info: ReadonlyMap<string, string>;
}

export interface PackageBagReport {
  /** Undefined when there is no bag to look into. */
  readonly bag?: PackageBag;
  readonly findings: readonly PackageFinding[];
  readonly notes: readonly PackageNote[];
}

const MANIFESTS = [
  PACKAGE_PATHS.manifestSha256,
  PACKAGE_PATHS.manifestSha512,
  PACKAGE_PATHS.tagManifestSha256,
  PACKAGE_PATHS.tagManifestSha512,
] as const;
/** What both tag manifests list: all tag files but themselves and the seal over them. The viewer too, where there is one: not every profile has it, and the first packages had none. */
const LISTED_TAGS = [PACKAGE_PATHS.info, PACKAGE_PATHS.declaration, PACKAGE_PATHS.manifestSha256, PACKAGE_PATHS.manifestSha512] as const;
const KNOWN_TAGS = new Set<string>([...MANIFESTS, ...LISTED_TAGS, PACKAGE_PATHS.viewer, PACKAGE_PATHS.seal, PACKAGE_PATHS.agencySeal]);

/**
 * Steps 3 and 4 of a verification (docs/formats/package.md, sections Bag and Fixity), for a folder step 2 (Names) too: the bag is one by RFC 8493, has the narrower form of
 * a package, and every file has the bytes that both manifests list. Throws `cancelled`.
 */
export async function checkPackageBag(source: PackageSource, hashing: Hashing, options: FixityOptions = {}): Promise<PackageBagReport> {
  const list = gatherFindings();
  // The names in a container were judged when it was read.
  if (source.container === 'folder') checkEntries(source.entries, list);
  const bag = openBag(source, list);
  if (bag === undefined) return { findings: list.findings, notes: [] };
  if (bag.container === 'zip' && bag.name === source.name) {
    list.add('container-not-canonical', 'bagit.txt', 'The bag does not lie in one folder of its container');
  }
  const bagHashing = buildBagHashing(hashing);
  const structure = await checkBagStructure(bag, new Set(bagHashing.keys()), list);
  await checkForm(bag, structure, list);
  const notes = [...structure.notes, ...checkTagFiles(bag, list)];
  const read = await checkFixity(bag, structure.manifests, bagHashing, list, options);
  return { bag: buildPackageBag(bag, structure, read), findings: list.findings, notes };
}

/** A tag file of a package has one form: what its contents, written anew, give. */
async function checkForm(bag: OpenBag, { manifests, info }: BagStructure, list: FindingList): Promise<void> {
  const isDeclared = list.findings.every(({ code }) => code !== 'bag-declaration-invalid');
  if (isDeclared && !(await isWrittenAs(bag, PACKAGE_PATHS.declaration, () => buildBagDeclaration()))) {
    list.add('bag-declaration-invalid', PACKAGE_PATHS.declaration, 'A package declares BagIt 1.0 and UTF-8, with line feeds');
  }
  if (!bag.files.has(PACKAGE_PATHS.info)) list.add('bag-info-invalid', PACKAGE_PATHS.info, 'It is not there');
  else if (!(await isWrittenAs(bag, PACKAGE_PATHS.info, () => buildBagInfo(info)))) {
    list.add('bag-info-invalid', PACKAGE_PATHS.info, 'It is not written as that of a package');
  }
  const labels = info.map(([label]) => label.toLowerCase());
  if (new Set(labels).size < labels.length) list.add('bag-info-invalid', PACKAGE_PATHS.info, 'A label is there more than once');
  for (const label of ['Payload-Oxum', 'Pugmark-Format']) {
    if (!info.some(([name]) => name === label)) list.add('bag-info-invalid', PACKAGE_PATHS.info, `${label} is missing`);
  }
  if (info.some(([name, value]) => name === 'Pugmark-Format' && value !== 'package/v1')) {
    list.add('bag-info-invalid', PACKAGE_PATHS.info, 'Pugmark-Format is not package/v1');
  }
  for (const path of MANIFESTS) {
    const manifest = manifests.find(({ name }) => name === path);
    if (manifest !== undefined) await checkManifestForm(bag, manifest, list);
    else if (!bag.files.has(path)) list.add('manifest-missing', path, 'A package has it');
  }
}

async function checkManifestForm(bag: OpenBag, { name, kind, digests }: Manifest, list: FindingList): Promise<void> {
  const files = [...digests].map(([path, digest]) => ({ path, digest }));
  if (!(await isWrittenAs(bag, name, () => buildManifest(files)))) {
    list.add('manifest-invalid', name, 'It is not sorted and written as that of a package');
  }
  if (kind === 'payload') return;
  const expected: readonly string[] = [...LISTED_TAGS, ...(bag.files.has(PACKAGE_PATHS.viewer) ? [PACKAGE_PATHS.viewer] : [])];
  for (const path of expected) if (!digests.has(path)) list.add('manifest-invalid', path, `${name} does not list it`);
  for (const path of digests.keys()) {
    if (!expected.includes(path) && path !== PACKAGE_PATHS.viewer)
      list.add('manifest-invalid', path, `${name} lists it, which is no tag file of a package`);
  }
}

/** A file that cannot be read has its finding from the step that needed its content. */
async function isWrittenAs(bag: OpenBag, path: string, build: () => Uint8Array): Promise<boolean> {
  try {
    return isSameBytes(await readTagFile(bag, path), build());
  } catch (fault) {
    if (isPugmarkError(fault, 'record-invalid') || isPugmarkError(fault, 'input-unreadable')) return false;
    throw fault;
  }
}

/** Beside the payload there is nothing but the files that every package has. */
function checkTagFiles(bag: OpenBag, list: FindingList): readonly PackageNote[] {
  const notes: PackageNote[] = [];
  for (const path of bag.files.keys()) {
    if (path.startsWith('data/') || KNOWN_TAGS.has(path) || isSealToken(path)) continue;
    if (isSystemFile(bag, path)) notes.push(noteSystemFile(path));
    else list.add('layout-unknown-file', path, 'No package has this file');
  }
  return notes;
}

function buildPackageBag(bag: OpenBag, { info }: BagStructure, read: ReadonlyMap<string, ReadFile>): PackageBag {
  const files = new Map<string, PackageFile>();
  for (const [path, { sizeBytes, digests }] of read) {
    files.set(path, { sizeBytes, sha256: `sha256:${digests.get('sha256') ?? ''}`, sha512: `sha512:${digests.get('sha512') ?? ''}` });
  }
  const dosTime = bag.dosTime === undefined ? {} : { dosTime: bag.dosTime };
  return { name: bag.name, ...dosTime, stream: bag.stream, open: bag.open, files, info: new Map(info) };
}
