import type { Sha256Digest } from '../digest/digest.ts';
import type { Uuid } from '../ids.ts';

/** What became of the picture of one exhibit in a reduced set. */
export interface ListedPicture {
  readonly exhibit: string;
  readonly fate: 'sealed' | 'smaller' | 'no-room' | 'not-made' | 'none' | 'received';
  readonly path?: string;
  readonly sha256?: Sha256Digest;
}

/** Longer than any row of the list. */
export const MAX_LISTED_ROW = 240;
/** Longer than the text around its rows. */
export const MAX_LISTED_HEAD = 4096;

const FATES: Readonly<Record<ListedPicture['fate'], (picture: ListedPicture) => string>> = {
  sealed: ({ path = '', sha256 = '' }) => `R2  ${path}  as sealed, ${sha256}`,
  smaller: ({ path = '', sha256 = '' }) => `R3  ${path}  made smaller, never evidence; the sealed one is ${sha256}`,
  'no-room': ({ sha256 = '' }) => `R3  no picture: there was no room for it; the sealed one is ${sha256}`,
  'not-made': ({ sha256 = '' }) => `R3  no picture: no smaller one could be made here; the sealed one is ${sha256}`,
  none: () => 'R2  no picture: the capture has none of the visible page',
  received: () => 'R4  no picture: a file that a person gave; it is in the whole package',
};

/** `data/left-out.txt` of a reduced set: the rules by which it was chosen, and which of them left what out. */
export function buildLeftOutList(
  of: { readonly package: Uuid; readonly seal: Sha256Digest; readonly limitBytes: number },
  pictures: readonly ListedPicture[],
): string {
  return `WHAT THIS REDUCED SET HOLDS, AND WHAT IT LEAVES OUT

It was chosen from the package ${of.package}, whose seal has the digest
${of.seal}, so that it has at most ${of.limitBytes} bytes.

R1  Always in: forms, tables of statements, README, formats, and the two key certificates with which the seal is checked.
R2  In the order of the exhibits' numbers: the picture of the visible page as it was sealed, while these pictures together take at
    most three quarters of the room that R1 leaves. A picture that does not fit is passed over, and the next one is tried.
R3  Of exhibits that R2 left without: in the same order, the same picture made smaller (JPEG, at most 1,000 pixels wide), while it
    fits. Such a picture is for looking. It is not evidence; the sealed one is in the whole package.
R4  Everything else is in the whole package only: web archives, saved pages, texts, pictures of the full page, media, files that
    a person gave, the records (capture.json), the custody log, time stamps, the report, the graph, the viewer.

PICTURES

${pictures.map((picture) => `${picture.exhibit}  ${FATES[picture.fate](picture)}\n`).join('')}`;
}
