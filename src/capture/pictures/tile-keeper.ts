import { PugmarkError } from '../../core/errors.ts';
import type { Artifact, ArtifactSpec } from '../../core/model/artifact.ts';
import type { StitchRecipe } from '../../core/model/capture-record.ts';
import type { ImageCodec } from '../../core/ports.ts';
import { stitchPages } from './stitched-pages.ts';
import type { SealedPatch, SealedTile } from './stitched-pages.ts';

/** Where a patch goes: device pixels from the page's top left. */
export type PatchPlace = Pick<SealedPatch, 'xPx' | 'yPx' | 'widthPx' | 'heightPx'>;

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
  readonly #patches: Promise<SealedPatch>[] = [];
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

  /**
   * Seals a picture of a part of the page and lays it over the tiles. `place`: device pixels from the page's top left.
   * Throws `png-invalid`, also when the picture has another size than its place.
   */
  async keepPatch(png: Buffer, name: string, place: PatchPlace): Promise<void> {
    const { codec, write, role } = this.#options;
    const { widthPx, heightPx } = await codec.readSize(png);
    if (widthPx !== place.widthPx || heightPx !== place.heightPx) {
      throw new PugmarkError('png-invalid', `The picture is ${widthPx} x ${heightPx} px, not ${place.widthPx} x ${place.heightPx}`);
    }
    if (this.#isClosed) return;
    const sealed = write({ role, name, mediaType: 'image/png' }, png).then((artifact) => ({ artifact, png, ...place }));
    sealed.catch(() => undefined);
    this.#patches.push(sealed);
  }

  /**
   * Takes no more tiles and puts together what there is. `write` seals a picture of it; `tell` is given the recipe of each that was sealed,
   * so that work given up half-way leaves no picture without one. Rejects as `write` and `ImageCodec.stitch`.
   */
  async stitch(options: {
    readonly baseName: string;
    readonly maxPixels: number;
    readonly write: (name: string, png: Uint8Array) => Promise<unknown>;
    readonly tell: (recipe: StitchRecipe) => void;
  }): Promise<void> {
    this.#isClosed = true;
    const { codec } = this.#options;
    const [tiles, patches] = await Promise.all([Promise.all(this.#tiles), Promise.all(this.#patches)]);
    const { baseName, maxPixels } = options;
    for await (const page of stitchPages({ codec, tiles, patches, baseName, maxPixels })) {
      await options.write(page.name, page.png);
      options.tell(page.recipe);
    }
  }
}
