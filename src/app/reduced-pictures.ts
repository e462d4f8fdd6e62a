import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { concatBytes } from '../core/digest/encoding.ts';
import { isPugmarkError } from '../core/errors.ts';
import type { StoredArtifact } from '../core/model/case.ts';
import type { ListedPicture } from '../core/package/left-out-list.ts';
import { measureFile } from '../core/package/package-size.ts';
import type { ReportArtifact, ReportExhibit, ReportReceived } from '../core/package/report-input.ts';
import type { CaseReader, ImageCodec } from '../core/ports.ts';
import type { PlannedFile } from './export-bag.ts';

/** Of the room that is left for pictures, how much sealed ones may take: the rest is for smaller pictures of the other exhibits. */
const SEALED_SHARE = 3 / 4;
/** A smaller picture: readable on a screen, some 100 KB. */
const SMALLER = { widthPx: 1000, heightPx: 3000 } as const;

export interface ChosenPictures {
  readonly files: readonly PlannedFile[];
  readonly pictures: readonly ListedPicture[];
}

/**
 * Pictures of a reduced set, by stated rules (docs/formats/package.md, "Reduced set"): in the order of their numbers the pictures of the visible page as
 * they were sealed, while they fit; then, of the others, smaller ones, which are never evidence. Throws as `readArtifact`; the reason of the signal.
 */
export async function choosePictures(
  given: {
    readonly exhibits: readonly ReportExhibit[];
    readonly received: readonly ReportReceived[];
    readonly packageName: string;
    readonly roomBytes: number;
  },
  ports: {
    readonly store: Pick<CaseReader, 'findExhibit' | 'readArtifact'>;
    readonly images: Pick<ImageCodec, 'preview'> | undefined;
    readonly scratchFolder: string;
    readonly signal: AbortSignal;
  },
): Promise<ChosenPictures> {
  const files: PlannedFile[] = [];
  const fates = new Map<string, ListedPicture>();
  let roomBytes = given.roomBytes;
  const put = (file: PlannedFile, picture: ListedPicture): void => {
    files.push(file);
    fates.set(picture.exhibit, picture);
    roomBytes -= measureFile(given.packageName, file);
  };
  const waiting: { readonly exhibit: ReportExhibit; readonly picture: ReportArtifact; readonly stored: StoredArtifact }[] = [];
  for (const exhibit of given.exhibits) {
    const picture = exhibit.artifacts.find(({ role, mediaType }) => role === 'screenshot-viewport' && mediaType === 'image/png');
    const stored = ports.store.findExhibit(exhibit.exhibit)?.artifacts.find(({ name }) => name === picture?.name);
    if (picture === undefined || stored === undefined) {
      fates.set(exhibit.exhibit, { exhibit: exhibit.exhibit, fate: 'none' });
      continue;
    }
    const { sha256, sha512, sizeBytes } = picture;
    const path = `data/pictures/${exhibit.exhibit}.sealed.png`;
    const file: PlannedFile = {
      path,
      sizeBytes,
      open: (passing) => ports.store.readArtifact(stored, passing),
      sealed: { sha256, sha512, what: `${exhibit.exhibit} ${picture.name}` },
    };
    const leftBytes = roomBytes - measureFile(given.packageName, file);
    if (leftBytes >= given.roomBytes * (1 - SEALED_SHARE)) put(file, { exhibit: exhibit.exhibit, fate: 'sealed', path, sha256 });
    else waiting.push({ exhibit, picture, stored });
  }
  for (const { exhibit, picture, stored } of waiting) {
    ports.signal.throwIfAborted();
    const { sha256 } = picture;
    const jpeg = await makeSmaller(ports, stored);
    const path = `data/pictures/${exhibit.exhibit}.preview-not-evidence.jpg`;
    const sizeBytes = jpeg?.length ?? 0;
    if (jpeg === undefined) fates.set(exhibit.exhibit, { exhibit: exhibit.exhibit, fate: 'not-made', sha256 });
    else if (measureFile(given.packageName, { path, sizeBytes }) > roomBytes)
      fates.set(exhibit.exhibit, { exhibit: exhibit.exhibit, fate: 'no-room', sha256 });
    else {
      const kept = join(ports.scratchFolder, `picture-${exhibit.exhibit}`);
      await writeFile(kept, jpeg, { flag: 'wx', mode: 0o600 });
      put({ path, sizeBytes, open: () => createReadStream(kept) }, { exhibit: exhibit.exhibit, fate: 'smaller', path, sha256 });
    }
  }
  for (const { exhibit } of given.received) fates.set(exhibit, { exhibit, fate: 'received' });
  return { files, pictures: [...fates.values()].toSorted((a, b) => (a.exhibit < b.exhibit ? -1 : 1)) };
}

/** Undefined where this station makes no smaller pictures, or not of this one. */
async function makeSmaller(
  { store, images }: Pick<Parameters<typeof choosePictures>[1], 'store' | 'images'>,
  stored: StoredArtifact,
): Promise<Uint8Array | undefined> {
  if (images === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of store.readArtifact(stored)) pieces.push(piece.slice());
  try {
    return (await images.preview(concatBytes(...pieces), SMALLER)).jpeg;
  } catch (error) {
    if (isPugmarkError(error, 'png-invalid')) return undefined;
    throw error;
  }
}
