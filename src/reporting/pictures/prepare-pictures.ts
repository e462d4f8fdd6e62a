import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { concatBytes } from '../../core/digest/encoding.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { CaptureRecord } from '../../core/model/capture-record.ts';
import type { ReportArtifact, ReportExhibit } from '../../core/package/report-input.ts';
import type { ImageCodec } from '../../core/ports.ts';
import { countSheets, sliceForPaper, type PageSize, type Slice } from './sheet.ts';

/** A picture made smaller for paper, in the folder that is printed. */
export interface Picture {
  /** Address relative to `index.html`; a name of ours. */
  readonly src: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly sizeBytes: number;
  /** The original in the package. */
  readonly path: string;
}

/** A picture of the page from top to bottom, and how much of it the smaller copy holds. */
export interface PagePicture extends Picture {
  readonly original: PageSize;
  /** Rows of the original that the copy shows, from its top. */
  readonly shownHeightPx: number;
  /** Its parts on paper; together `shownHeightPx`. */
  readonly slices: readonly Slice[];
}

export interface ExhibitPictures {
  readonly view?: Picture;
  /** In order; a very high page was pictured as several. Empty where there is none, and where the view shows all of the page. */
  readonly pages: readonly PagePicture[];
  /** Paths of originals too large, or not readable, to be shown on paper. */
  readonly notShown: readonly string[];
  /** Paths of originals whose copies have no room in a file for the screen. */
  readonly leftOut?: readonly string[];
}

export interface PictureOptions {
  readonly images: Pick<ImageCodec, 'preview'>;
  readonly folder: string;
  /** Sheets that the whole page may fill. */
  readonly sheets: number;
}

/** Pixels across; on paper about 190 in an inch. */
const VIEW_WIDTH_PX = 1_280;
const PAGE_WIDTH_PX = 1_120;
const THUMBNAIL_WIDTH_PX = 320;
/** Above it an original is not opened for paper. */
const MAX_ORIGINAL_BYTES = 200 * 1024 * 1024;
/** Highest JPEG there is. */
const MAX_JPEG_PX = 65_000;

/** Writes the pictures of one exhibit into the folder. Throws as `readArtifact`, and what writing files throws. */
export async function preparePictures(exhibit: ReportExhibit, record: CaptureRecord, options: PictureOptions): Promise<ExhibitPictures> {
  const notShown: string[] = [];
  const make = async (
    artifact: ReportArtifact,
    suffix: string,
    size: { widthPx: number; heightPx: number },
  ): Promise<Picture | undefined> => {
    const made = await makePreview(exhibit, artifact, options, { ...size, src: `${exhibit.exhibit}-${suffix}.jpg` });
    if (made === undefined) notShown.push(artifact.path);
    return made;
  };
  const viewArtifact = exhibit.artifacts.find(({ role }) => role === 'screenshot-viewport');
  const view = viewArtifact && (await make(viewArtifact, 'view', { widthPx: VIEW_WIDTH_PX, heightPx: VIEW_WIDTH_PX * 2 }));
  const pages: PagePicture[] = [];
  let sheetsLeft = isWholeInView(record) ? 0 : options.sheets;
  const scale = (record.observation.view?.deviceScaleFactorMilli ?? 1000) / 1000;
  for (const artifact of exhibit.artifacts.filter(({ role }) => role === 'screenshot-full')) {
    const recipe = record.observation.recipes.find(({ name }) => name === artifact.name);
    if (recipe === undefined || sheetsLeft <= 0) continue;
    const original = { widthPx: recipe.widthPx, heightPx: recipe.heightPx, scale };
    const slices = sliceForPaper(original, sheetsLeft);
    const shownHeightPx = slices.at(-1)?.toPx ?? 0;
    const widthPx = Math.min(PAGE_WIDTH_PX, recipe.widthPx, Math.floor((MAX_JPEG_PX * recipe.widthPx) / shownHeightPx));
    const heightPx = Math.round((shownHeightPx * widthPx) / recipe.widthPx);
    const made = await make(artifact, `page-${pages.length + 1}`, { widthPx, heightPx });
    if (made === undefined) continue;
    pages.push({ ...made, original, shownHeightPx, slices });
    sheetsLeft -= countSheets(original, slices.length);
  }
  return { ...(view === undefined ? {} : { view }), pages, notShown };
}

/** A small picture of the first moment; undefined where there is none to show. */
export async function prepareThumbnail(exhibit: ReportExhibit, options: Omit<PictureOptions, 'sheets'>): Promise<Picture | undefined> {
  const artifact = exhibit.artifacts.find(({ role }) => role === 'screenshot-viewport');
  const size = { widthPx: THUMBNAIL_WIDTH_PX, heightPx: Math.round(THUMBNAIL_WIDTH_PX * 0.8), src: `${exhibit.exhibit}-thumb.jpg` };
  return artifact && (await makePreview(exhibit, artifact, options, size));
}

/** The page is no larger than the view, so that a second picture would show the same. */
function isWholeInView({ observation: { view } }: CaptureRecord): boolean {
  return view !== undefined && view.documentHeightPx <= view.heightPx && view.documentWidthPx <= view.widthPx;
}

async function makePreview(
  exhibit: ReportExhibit,
  artifact: ReportArtifact,
  { images, folder }: Pick<PictureOptions, 'images' | 'folder'>,
  { src, ...size }: { readonly src: string; readonly widthPx: number; readonly heightPx: number },
): Promise<Picture | undefined> {
  if (artifact.sizeBytes > MAX_ORIGINAL_BYTES) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of exhibit.readArtifact(artifact)) chunks.push(chunk);
  try {
    const { jpeg, widthPx, heightPx } = await images.preview(concatBytes(...chunks), size);
    await writeFile(join(folder, src), jpeg);
    return { src, widthPx, heightPx, sizeBytes: jpeg.length, path: artifact.path };
  } catch (error) {
    // A picture that nothing here can open is told as that; the file is in the package all the same.
    if (isPugmarkError(error, 'png-invalid')) return undefined;
    throw error;
  }
}
