import type { Artifact, ArtifactSpec } from '../../core/model/artifact.ts';
import type { StitchRecipe } from '../../core/model/capture-record.ts';
import type { ImageCodec } from '../../core/ports.ts';
import { stitchPages } from './stitched-pages.ts';
import type { SealedTile } from './stitched-pages.ts';

export interface TileKeeperOptions {
  readonly codec: ImageCodec;
  /** Begins to write; not waited for while the page is pictured. */
  readonly write: (spec: ArtifactSpec, png: Uint8Array) => Promise<Artifact>;
  readonly role: 'screenshot-tile' | 'screenshot-inner';
  /** Names are `<baseName>-001.png` and so on. */
  readonly baseName: string;
}

/** Seals tiles as they come, and puts them together at the end. */
export class TileKeeper {
  readonly #options: TileKeeperOptions;
  readonly #tiles: Promise<SealedTile>[] = [];
  #isClosed = false;

  constructor(options: TileKeeperOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#tiles.length;
  }

  /** `skipTopPx`: device pixels at its top that the tile before shows as well. Throws `png-invalid`. */
  async keep(png: Buffer, skipTopPx: number): Promise<void> {
    const { codec, write, role, baseName } = this.#options;
    const size = await codec.readSize(png);
    // A step that was given up may still come back with a picture.
    if (this.#isClosed) return;
    const name = `${baseName}-${String(this.count + 1).padStart(3, '0')}.png`;
    const sealed = write({ role, name, mediaType: 'image/png' }, png).then((artifact) => ({ artifact, png, ...size, skipTopPx }));
    sealed.catch(() => undefined);
    this.#tiles.push(sealed);
  }

  /** Takes no more tiles and puts together what there is. Rejects as `write` and `ImageCodec.stitch`. */
  async stitch(
    role: 'screenshot-full' | 'screenshot-inner',
    options: { readonly baseName: string; readonly maxPixels: number },
  ): Promise<readonly StitchRecipe[]> {
    this.#isClosed = true;
    const { codec, write } = this.#options;
    const tiles = await Promise.all(this.#tiles);
    const recipes: StitchRecipe[] = [];
    for await (const page of stitchPages(codec, options.baseName, tiles, options.maxPixels)) {
      await write({ role, name: page.name, mediaType: 'image/png' }, page.png);
      recipes.push(page.recipe);
    }
    return recipes;
  }
}
