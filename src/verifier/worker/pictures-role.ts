import type { PatchInput, StitchedComparison, StitchInput } from '../../core/image-ports.ts';
import { PugmarkError } from '../../core/errors.ts';
import { hashBeside } from '../browser/beside-hashing.ts';
import { createBrowserPictures } from '../browser/picture-decoding.ts';
import { loadWasmHashing } from '../browser/wasm-hashing.ts';
import { answerWith, listen } from './worker-scope.ts';

export interface PictureOrder {
  readonly tiles: readonly StitchInput[];
  readonly patches: readonly PatchInput[];
  readonly picture: Uint8Array;
}
export type PictureAnswer =
  | { readonly compared: StitchedComparison }
  | { readonly code: 'png-invalid' | 'png-not-decoded'; readonly message: string };

const answer = (message: PictureAnswer): void => answerWith(message);

/** Compares one picture after the other with what its tiles give. */
export function runPicturesRole(): void {
  const loading = loadWasmHashing();
  listen<PictureOrder>(async ({ tiles, patches, picture }) => {
    const pictures = createBrowserPictures(hashBeside(await loading, false));
    try {
      answer({ compared: await pictures.compareStitched(tiles, patches, picture) });
    } catch (error) {
      if (!(error instanceof PugmarkError) || (error.code !== 'png-invalid' && error.code !== 'png-not-decoded')) throw error;
      answer({ code: error.code, message: error.message });
    }
  });
}
