import { joinBytes } from '../../digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../../errors.ts';
import type { FindingList } from '../finding-list.ts';
import type { PackageFindingCode, PackageNote } from '../verdict.ts';
import { type BagInfoField, findValues, parseBagInfo } from './bag-info.ts';
import { type BagDeclaration, parseBagDeclaration, parseTagText } from './declaration.ts';
import { type Manifest, parseManifestName, readManifest } from './manifest.ts';
import { isSystemFile, noteSystemFile, type OpenBag } from './open-bag.ts';

/** Tag files are held whole: longer ones are refused. */
export const MAX_TAG_FILE_BYTES = 64 * 1024 * 1024;

/** A bag whose tag files have been read and compared with the files that are there; no payload has been read yet. */
export interface BagStructure {
  readonly declaration: BagDeclaration;
  /** Empty without a bag-info.txt. */
  readonly info: readonly BagInfoField[];
  readonly manifests: readonly Manifest[];
  readonly notes: readonly PackageNote[];
}

/**
 * Checks what a bag says of itself against the files that are there (RFC 8493 section 3: complete). Every file below `data/` in every
 * payload manifest (the drafts: in one), every listed file present, no algorithm that cannot be computed here, no files elsewhere.
 * A bag with a wrong declaration is looked at as one of BagIt 1.0: what else is wrong with it is told too.
 */
export async function checkBagStructure(bag: OpenBag, algorithms: ReadonlySet<string>, list: FindingList): Promise<BagStructure> {
  const stated = await attempt(list, 'bag-declaration-invalid', 'bagit.txt', async () =>
    parseBagDeclaration(await readTagFile(bag, 'bagit.txt')),
  );
  const declaration = stated ?? { version: '1.0', encoding: 'UTF-8' };
  const { version, encoding } = declaration;
  const readText = async (path: string): Promise<string> => parseTagText(await readTagFile(bag, path), encoding);

  const info = bag.files.has('bag-info.txt')
    ? await attempt(list, 'bag-info-invalid', 'bag-info.txt', async () => parseBagInfo(await readText('bag-info.txt'), version))
    : [];
  const manifests: Manifest[] = [];
  for (const path of bag.files.keys()) {
    const named = parseManifestName(path);
    if (named === undefined) continue;
    const manifest = await attempt(list, 'manifest-invalid', path, async () =>
      readManifest(named, await readText(path), version, (subject, message) => list.add('manifest-invalid', subject, message)),
    );
    if (manifest !== undefined) manifests.push(manifest);
    if (!algorithms.has(named.algorithm)) list.add('manifest-invalid', path, `Digests by ${named.algorithm} are not computed here`);
  }
  if (bag.files.has('fetch.txt')) {
    list.add('manifest-invalid', 'fetch.txt', 'It says that files of the bag lie elsewhere: only whole bags are accepted');
  }
  const notes = checkListing(bag, declaration, manifests, list);
  if (info !== undefined) checkOxum(bag, declaration, info, new Set(notes.map(({ subject }) => subject)), list);
  return { declaration, info: info ?? [], manifests, notes };
}

function checkListing(
  bag: OpenBag,
  { version }: BagDeclaration,
  manifests: readonly Manifest[],
  list: FindingList,
): readonly PackageNote[] {
  const notes: PackageNote[] = [];
  const payload = manifests.filter(({ kind }) => kind === 'payload');
  if (payload.length === 0) list.add('manifest-missing', bag.name, 'The bag has no payload manifest');
  const missing = new Map<string, string[]>();
  for (const { name, digests } of manifests) {
    for (const path of digests.keys()) if (!bag.files.has(path)) missing.set(path, [...(missing.get(path) ?? []), name]);
  }
  for (const [path, names] of missing) list.add('file-missing', path, `It is listed in ${names.join(', ')}, and it is not there`);
  for (const path of bag.files.keys()) {
    if (!path.startsWith('data/')) continue;
    const lacking = payload.filter(({ digests }) => !digests.has(path));
    if (lacking.length === 0 || (version !== '1.0' && lacking.length < payload.length)) continue;
    if (lacking.length === payload.length && isSystemFile(bag, path)) notes.push(noteSystemFile(path));
    else list.add('file-unlisted', path, `It is not listed in ${lacking.map(({ name }) => name).join(', ')}`);
  }
  return notes;
}

/** RFC 8493 2.2.2: octets and number of all payload files, those of the operating system apart. */
function checkOxum(
  bag: OpenBag,
  { version }: BagDeclaration,
  info: readonly BagInfoField[],
  apart: ReadonlySet<string>,
  list: FindingList,
): void {
  const stated = findValues(info, 'Payload-Oxum');
  if (stated.length > 1 && version === '1.0') list.add('bag-info-invalid', 'bag-info.txt', 'Payload-Oxum is there more than once');
  const sizes = [...bag.files].filter(([path]) => path.startsWith('data/') && !apart.has(path)).map(([, { sizeBytes }]) => sizeBytes);
  const actual = `${sizes.reduce((sum, sizeBytes) => sum + sizeBytes, 0)}.${sizes.length}`;
  for (const value of stated) {
    if (!/^\d+\.\d+$/.test(value.trim()))
      list.add('bag-info-invalid', 'bag-info.txt', 'Payload-Oxum is no number of octets with a number of files');
    else if (value.trim() !== actual) {
      list.add('oxum-differs', 'bag-info.txt', `Payload-Oxum says ${value.trim()}, the payload has ${actual} (octets.files)`);
    }
  }
}

/** All bytes of a tag file. Throws `input-unreadable` when it is missing, damaged or too long. */
export async function readTagFile(bag: OpenBag, path: string): Promise<Uint8Array> {
  const file = bag.files.get(path);
  if (file === undefined) throw new PugmarkError('input-unreadable', 'It is not there');
  if (file.sizeBytes > MAX_TAG_FILE_BYTES) throw new PugmarkError('input-unreadable', `It is longer than ${MAX_TAG_FILE_BYTES} bytes`);
  const pieces: Uint8Array[] = [];
  for await (const piece of bag.stream(path)) pieces.push(piece.slice());
  return joinBytes(pieces);
}

/** What `read` gives; undefined, with a finding, when it says that the bytes are wrong. */
async function attempt<T>(list: FindingList, code: PackageFindingCode, subject: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (fault) {
    if (!isPugmarkError(fault, 'record-invalid') && !isPugmarkError(fault, 'input-unreadable')) throw fault;
    list.add(code, subject, fault.message);
    return undefined;
  }
}
