import type { ExhibitPictures, PagePicture } from './prepare-pictures.ts';

/** JPEG bytes of all pictures in one HTML file; as data: addresses they take a third more. A browser opens such a file at once, a mail takes it. */
export const SCREEN_PICTURE_BYTES = 15_000_000;

/**
 * Which pictures go into one HTML file: each exhibit has the same share of the room, and what earlier ones did not need. The view at the first
 * moment comes before pictures of the whole page. The others are named in `leftOut`.
 */
export function createPictureRoom(exhibits: number): { choose(pictures: ExhibitPictures): ExhibitPictures } {
  const share = SCREEN_PICTURE_BYTES / Math.max(1, exhibits);
  let room = 0;
  return {
    choose({ view, pages, notShown }) {
      room += share;
      const leftOut: string[] = [];
      const take = ({ sizeBytes, path }: { readonly sizeBytes: number; readonly path: string }): boolean => {
        if (sizeBytes > room) leftOut.push(path);
        else room -= sizeBytes;
        return !leftOut.includes(path);
      };
      const hasView = view !== undefined && take(view);
      const chosen: readonly PagePicture[] = pages.filter(take);
      return { ...(hasView ? { view } : {}), pages: chosen, notShown, leftOut };
    },
  };
}
