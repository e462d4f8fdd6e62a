import { z } from 'zod';

/**
 * Limits of one capture. Every one is a setting; reaching one seals what there is as `partial` and says which.
 * They stand in the record, so that a reader knows what 'complete' could have meant.
 */
export const captureLimitsSchema = z.strictObject({
  /** From the first request to the end of the page's own loading; then the page is taken as it is. */
  openMs: z.int().min(1),
  /** Quiet network that counts as loaded. */
  quietMs: z.int().min(1),
  /** All of phase A. */
  seenMs: z.int().min(1),
  scrollMs: z.int().min(1),
  printMs: z.int().min(1),
  /** Waiting for exchanges under way at the close. */
  closeMs: z.int().min(1),
  /** The whole capture; nothing goes on after it. */
  totalMs: z.int().min(1),
  /** One body. A longer one is cut there and marked `truncated`. */
  bodyBytes: z.int().min(1),
  /** All bodies of one capture. */
  totalBytes: z.int().min(1),
  exchanges: z.int().min(1),
  /** CSS pixels of the document that are pictured. */
  heightPx: z.int().min(1),
  /** Pixels of one stitched picture; above it, numbered pages. */
  stitchPixels: z.int().min(1),
  tileHeightPx: z.int().min(1).max(16_384),
  innerScrollerPx: z.int().min(1),
  dialogs: z.int().min(0),
  popups: z.int().min(0),
  downloads: z.int().min(0),
});

export type CaptureLimits = Readonly<z.infer<typeof captureLimitsSchema>>;

/** Defaults for an ordinary marketplace ad on an ordinary machine. */
export const DEFAULT_CAPTURE_LIMITS: CaptureLimits = {
  openMs: 30_000,
  quietMs: 500,
  seenMs: 10_000,
  scrollMs: 30_000,
  printMs: 15_000,
  closeMs: 2_000,
  totalMs: 120_000,
  bodyBytes: 256 * 1024 * 1024,
  totalBytes: 1024 * 1024 * 1024,
  exchanges: 10_000,
  heightPx: 100_000,
  stitchPixels: 150_000_000,
  tileHeightPx: 4_000,
  innerScrollerPx: 40_000,
  dialogs: 20,
  popups: 10,
  downloads: 5,
};
