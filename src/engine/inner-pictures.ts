import type { Uuid, ExhibitNumber } from '../core/ids.ts';
import type { ArtifactRole } from '../core/model/artifact.ts';
import type { InnerExhibit, InnerFile } from '../core/package/received/received-exhibit.ts';
import type { SealedContent } from '../core/package/received/sealed-content.ts';
import { planPyramid, readPngSize } from '../imaging/pyramid-plan.ts';
import type { ReceivedExhibit } from '../rpc/contract/received.ts';
import { innerTilePattern } from './evidence-addresses.ts';
import { PICTURE_TYPES, THUMBNAIL_ROLES } from './exhibit-rows.ts';

/** In the order in which a person looks at them. */
const PICTURE_ROLES: readonly ArtifactRole[] = ['screenshot-full', 'screenshot-viewport', 'screenshot-inner', 'received'];
const MAX_PICTURES = 50;

/** A picture with parts covered, of a package that shows no others. */
function isRedacted({ role, name, mediaType }: InnerFile): boolean {
  return role === undefined && name.startsWith('redacted/') && mediaType === 'image/png';
}

/** The file whose picture stands for an exhibit. */
export function pickInnerThumbnail(files: readonly InnerFile[]): InnerFile | undefined {
  const pictures = files.filter(({ mediaType }) => PICTURE_TYPES.has(mediaType));
  return (
    THUMBNAIL_ROLES.map((role) => pictures.find((file) => file.role === role)).find((file) => file !== undefined) ??
    pictures.find(isRedacted)
  );
}

/** Pictures of an exhibit as pyramids: those of the page, then redacted copies. */
export async function listInnerPictures(
  content: SealedContent,
  named: { readonly case: Uuid; readonly exhibit: ExhibitNumber; readonly inner: ExhibitNumber },
  { files }: InnerExhibit,
): Promise<ReceivedExhibit['pictures']> {
  const pictures: ReceivedExhibit['pictures'] = [];
  const chosen = [...PICTURE_ROLES.flatMap((role) => files.filter((file) => file.role === role)), ...files.filter(isRedacted)];
  for (const file of chosen.slice(0, MAX_PICTURES)) {
    const size = await readInnerSize(content, file);
    if (size === undefined) continue;
    const pyramid = { ...planPyramid(size), addressPattern: innerTilePattern({ ...named, place: files.indexOf(file) }) };
    pictures.push({ name: file.name, role: file.role ?? 'redacted', pyramid });
  }
  return pictures;
}

/** From its first bytes; that they are those that were sealed is checked when it is shown. Undefined when it is no PNG. */
export async function readInnerSize(
  content: SealedContent,
  { path }: InnerFile,
): Promise<{ readonly widthPx: number; readonly heightPx: number } | undefined> {
  for await (const piece of content.stream(path)) return readPngSize(piece);
  return undefined;
}
