import { isPugmarkError, PugmarkError } from '../core/errors.ts';
import type { InnerFile } from '../core/package/received/received-exhibit.ts';
import type { SealedContent } from '../core/package/received/sealed-content.ts';
import { isTileOf, planPyramid } from '../imaging/pyramid-plan.ts';
import type { EvidenceFile } from '../rpc/evidence-files.ts';
import type { EngineContext } from './engine-context.ts';
import type { EvidenceAddress, InnerAddress } from './evidence-addresses.ts';
import type { ExhibitAccess } from './exhibit-access.ts';
import { pickInnerThumbnail, readInnerSize } from './inner-pictures.ts';
import type { KeptPackages } from './kept-packages.ts';
import type { PictureCache } from './picture-cache.ts';
import { MAX_PICTURE_BYTES, safeTypeOf, serveJpeg } from './served-files.ts';

interface InnerParts {
  readonly context: EngineContext;
  readonly pictures: PictureCache;
  readonly access: ExhibitAccess;
  readonly packages: KeptPackages;
}

/** Bytes out of a package from others: those that it was sealed over, or none. Undefined for what no call could have named. */
export async function findInner(
  { context, pictures, access, packages }: InnerParts,
  address: Extract<EvidenceAddress, InnerAddress>,
): Promise<EvidenceFile | undefined> {
  const reader = context.readCase(address.case);
  const exhibit = reader.summary.id === address.case ? reader.findExhibit(address.exhibit) : undefined;
  // A list shows small pictures. Whatever else there is in it is shown after the look at the package is in the log.
  if (exhibit === undefined || (address.kind !== 'inner-thumbnail' && !access.hasLooked(reader, exhibit))) return undefined;
  const kept = await packages.open(reader, address.exhibit);
  const { content } = kept;
  const files = await kept.readExhibit(address.inner).then(
    (inner) => inner.files,
    (error: unknown) => {
      if (isPugmarkError(error, 'exhibit-unknown')) return [];
      throw error;
    },
  );
  const file = address.kind === 'inner-thumbnail' ? pickInnerThumbnail(files) : files[address.place];
  // Credentials are for those whom the sender gave an archive, and no window shows them.
  if (file === undefined || file.role === 'secrets') return undefined;
  if (address.kind === 'inner-file') return serveInner(content, file);
  if (file.sizeBytes > MAX_PICTURE_BYTES) return undefined;
  const read = async (): Promise<Uint8Array> => await content.read(file.path, MAX_PICTURE_BYTES);
  if (address.kind === 'inner-thumbnail') return serveJpeg(await pictures.small(file.sha256, read), `${file.sha256}-small`);
  const size = await readInnerSize(content, file);
  const plan = size === undefined ? undefined : planPyramid(size);
  if (plan === undefined || !isTileOf(plan, address)) return undefined;
  const { level, column, row } = address;
  return serveJpeg(await pictures.tile(file.sha256, { plan, level, column, row }, read), `${file.sha256}-${level}-${column}-${row}`);
}

function serveInner(content: SealedContent, file: InnerFile): EvidenceFile {
  const { sizeBytes, sha256, mediaType, name, path } = file;
  return {
    mediaType: safeTypeOf(mediaType),
    sizeBytes,
    etag: sha256,
    read: (range) => {
      const { start, end } = range ?? { start: 0, end: sizeBytes };
      if (start < 0 || end < start || end > sizeBytes) throw new PugmarkError('usage', `${name} has no bytes ${start} to ${end}`);
      return readRange(content, path, { start, end });
    },
  };
}

/** The last piece comes after the digest of the whole has proved right. */
async function* readRange(
  content: SealedContent,
  path: string,
  { start, end }: { readonly start: number; readonly end: number },
): AsyncGenerator<Uint8Array> {
  let offset = 0;
  let held: Uint8Array | undefined;
  for await (const piece of content.stream(path)) {
    const wanted = piece.slice(Math.max(0, start - offset), Math.max(0, end - offset));
    offset += piece.length;
    if (wanted.length === 0) continue;
    if (held !== undefined) yield held;
    held = wanted;
  }
  if (held !== undefined) yield held;
}
