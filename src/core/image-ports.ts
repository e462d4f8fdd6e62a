import type { Sha256Digest } from './digest/digest.ts';
import type { Mask } from './redaction/redaction.ts';

/** Pictures. Sizes in device pixels. */
export interface ImageCodec {
  /** Size of a picture without decoding it whole. Throws `png-invalid`. */
  readSize(png: Uint8Array): Promise<{ readonly widthPx: number; readonly heightPx: number }>;
  /**
   * Stacks PNG tiles from top to bottom into one PNG, lays patches over them and says what a verifier will find in it.
   * Memory is bounded by the picture's pixels. Throws `png-invalid`.
   */
  stitch(
    tiles: readonly StitchInput[],
    patches?: readonly PatchInput[],
  ): Promise<{ readonly png: Uint8Array; readonly widthPx: number; readonly heightPx: number; readonly pixelsSha256: Sha256Digest }>;
  /**
   * What {@link stitch} would say of these tiles, without making the picture, and whether `picture` has just these pixels: what a verifier
   * needs. Neither is held decoded as far as that can be. Takes the bytes it is given: they may be empty afterwards. Throws `png-invalid` for a tile or a patch,
   * `png-not-decoded` for a picture in a form that this codec does not know.
   */
  compareStitched(tiles: readonly StitchInput[], patches: readonly PatchInput[], picture: Uint8Array): Promise<StitchedComparison>;
  /** How many comparisons are worth asking for at a time; absent: one. */
  readonly comparedSideBySide?: number;
  /**
   * The top of a picture, made smaller for paper: at most `widthPx` wide, cut at `heightPx` after scaling, never enlarged. A JPEG for a
   * report, never evidence. Throws `png-invalid` for bytes that are no picture it knows (PNG, JPEG, WebP, GIF, AVIF).
   */
  preview(
    picture: Uint8Array,
    options: { readonly widthPx: number; readonly heightPx: number },
  ): Promise<{ readonly jpeg: Uint8Array; readonly widthPx: number; readonly heightPx: number; readonly cut: boolean }>;
  /**
   * A new PNG with opaque black boxes over the pixels of a PNG, JPEG, WebP or AVIF picture, encoded from its pixels alone: nothing else of the file
   * (metadata, profiles, thumbnails, further frames, what follows its end) goes along. Turned as its own orientation says; what is see-through is laid
   * over white. Memory is bounded: a picture in the form in which browsers and we write PNG is never held decoded, others are up to 100 megapixels.
   * Throws `mask-refused`, `png-invalid`.
   */
  burnIn(
    picture: Uint8Array,
    masks: readonly Mask[],
  ): Promise<{ readonly png: Uint8Array; readonly widthPx: number; readonly heightPx: number }>;
  /** SHA-256 over the decoded rows (8 bit RGBA). Throws `png-invalid`. */
  hashPixels(png: Uint8Array): Promise<{ readonly widthPx: number; readonly heightPx: number; readonly pixelsSha256: Sha256Digest }>;
}

/** What tiles give, and whether a picture has these pixels. */
export interface StitchedComparison {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixelsSha256: Sha256Digest;
  /** `unreadable`: it is no PNG that can be read to its end. */
  readonly picture: 'same' | 'different' | 'unreadable';
}

export interface StitchInput {
  readonly png: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly skipTopPx: number;
}

/** A PNG laid over the stacked tiles: its first row that is not skipped stands at `yPx`. What reaches below the picture is left out. */
export interface PatchInput extends StitchInput {
  readonly xPx: number;
  readonly yPx: number;
}
