import type { Sha256Digest } from '../digest/digest.ts';
import type { Uuid } from '../ids.ts';

/** What became of the picture of one exhibit in a reduced set. */
export interface ListedPicture {
  readonly exhibit: string;
  readonly fate: 'sealed' | 'smaller' | 'no-room' | 'not-made' | 'none' | 'received';
  readonly path?: string;
  readonly sha256?: Sha256Digest;
}

/** The whole package that a reduced set was chosen from, and what it may have at most. */
export interface ReducedFrom {
  readonly package: Uuid;
  readonly seal: Sha256Digest;
  readonly limitBytes: number;
}

/** Bytes of `data/left-out.txt`, which is written last: no row of it is longer in any language, */
export const MAX_LISTED_ROW = 320;
/** nor the text around its rows. */
export const MAX_LISTED_HEAD = 4096;
