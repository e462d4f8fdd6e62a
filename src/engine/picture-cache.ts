import { randomBytes } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PugmarkError } from '../core/errors.ts';
import type { PictureThread, TilePlace } from '../imaging/picture-thread.ts';
import type { PyramidPlan } from '../imaging/pyramid-plan.ts';
import { hashPicture, openPicture, sealPicture } from '../imaging/sealed-picture.ts';
import { translateStorageError } from '../storage/storage-error.ts';

const MAX_BYTES = 1024 * 1024 * 1024;
/** Pictures that are held undecoded at a time. */
const AT_ONCE = 2;
const SMALL = { widthPx: 480, heightPx: 360 };

interface Made {
  readonly path: string;
  sizeBytes: number;
  /** `small`, or level/column/row. */
  readonly places: Map<string, Omit<TilePlace, 'level' | 'column' | 'row'>>;
  /** Rejects with what the making failed with. */
  readonly ended: Promise<void>;
  /** Those who wait for a place. */
  readonly waiting: Map<string, (() => void)[]>;
}

/**
 * Pictures for the screen, made from sealed ones when they are first looked at, and kept in a folder until the vault is closed, at most a
 * gigabyte of them, encrypted. What is read from there is compared with the digest that its maker told: somebody else may be able to write into the folder.
 */
export class PictureCache {
  readonly #folder: string;
  readonly #thread: PictureThread;
  readonly #newId: () => string;
  readonly #maxBytes: number;
  /** Of this process alone: what it leaves behind when it is killed shows nobody anything. */
  readonly #key = randomBytes(32);
  /** By digest of the sealed picture and what was made of it; the one that was used last stands last. */
  readonly #made = new Map<string, Made>();
  readonly #queue: (() => void)[] = [];
  #running = 0;

  constructor(parts: {
    readonly folder: string;
    readonly thread: PictureThread;
    readonly newId: () => string;
    readonly maxBytes?: number;
  }) {
    this.#folder = parts.folder;
    this.#thread = parts.thread;
    this.#newId = parts.newId;
    this.#maxBytes = parts.maxBytes ?? MAX_BYTES;
  }

  /** A tile of the picture with this digest. `read` gives the sealed picture. Throws `png-invalid`, `io-failed`, and what `read` throws. */
  async tile(
    digest: string,
    tile: { readonly plan: PyramidPlan; readonly level: number; readonly column: number; readonly row: number },
    read: () => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    const made = this.#find(`${digest} tiles`, async (path, add) => {
      await this.#thread.makeTiles(await read(), { plan: tile.plan, path, key: this.#key }, (place) => add(keyOf(place), place));
    });
    return await this.#read(made, keyOf(tile));
  }

  /** A small JPEG of the picture with this digest. Throws as {@link tile}. */
  async small(digest: string, read: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const made = this.#find(`${digest} small`, async (path, add) => {
      const sealed = sealPicture(this.#key, await this.#thread.makeSmall(await read(), SMALL));
      const file = await open(path, 'wx', 0o600);
      try {
        await file.writeFile(sealed);
      } finally {
        await file.close();
      }
      add('small', { offset: 0, sizeBytes: sealed.length, sha256: hashPicture(sealed) });
    });
    return await this.#read(made, 'small');
  }

  /** Everything goes, also what an earlier process left. */
  async clear(): Promise<void> {
    this.#made.clear();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #find(
    key: string,
    make: (path: string, add: (name: string, place: Omit<TilePlace, 'level' | 'column' | 'row'>) => void) => Promise<void>,
  ): Made {
    const kept = this.#made.get(key);
    if (kept !== undefined) {
      this.#made.delete(key);
      this.#made.set(key, kept);
      return kept;
    }
    const path = join(this.#folder, this.#newId());
    const places: Made['places'] = new Map();
    const waiting: Made['waiting'] = new Map();
    const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
    // Whoever waits for a place hears of it; when nobody does, nobody needs to.
    ended.catch(() => undefined);
    const made: Made = { path, sizeBytes: 0, places, waiting, ended };
    this.#made.set(key, made);
    const add = (name: string, place: Omit<TilePlace, 'level' | 'column' | 'row'>): void => {
      places.set(name, place);
      made.sizeBytes += place.sizeBytes;
      for (const tell of waiting.get(name) ?? []) tell();
      waiting.delete(name);
    };
    void this.#inTurn(async () => {
      // Its turn may come after the vault was locked: nothing may be written there any more.
      if (this.#made.get(key) !== made) throw new PugmarkError('cancelled', 'The vault was locked');
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await make(path, add);
      await this.#makeRoom();
    }).then(resolve, async (cause: unknown) => {
      // The next one who asks makes it anew.
      if (this.#made.get(key) === made) this.#made.delete(key);
      await rm(path, { force: true });
      reject(cause instanceof PugmarkError ? cause : asStorageError(cause));
    });
    return made;
  }

  async #read(made: Made, name: string): Promise<Uint8Array> {
    if (!made.places.has(name)) {
      const told = new Promise<void>((resolve) => made.waiting.set(name, [...(made.waiting.get(name) ?? []), resolve]));
      await Promise.race([told, made.ended]);
    }
    const place = made.places.get(name);
    if (place === undefined) throw new PugmarkError('program-fault', 'A picture was made without one of its tiles');
    const bytes = await readPlace(made.path, place).catch((cause: unknown) => Promise.reject(asStorageError(cause)));
    const picture = hashPicture(bytes) === place.sha256 ? openPicture(this.#key, bytes) : undefined;
    if (picture !== undefined) return picture;
    throw new PugmarkError(
      'object-changed',
      'A picture made for the screen was changed by somebody else: lock the vault and open it again',
    );
  }

  /** What was used longest ago goes first. */
  async #makeRoom(): Promise<void> {
    let sum = [...this.#made.values()].reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
    for (const [key, { path, sizeBytes }] of [...this.#made].slice(0, -1)) {
      if (sum <= this.#maxBytes) return;
      sum -= sizeBytes;
      this.#made.delete(key);
      await rm(path, { force: true });
    }
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#running += 1;
    try {
      await work();
    } finally {
      this.#running -= 1;
      this.#queue.shift()?.();
    }
  }
}

function keyOf({ level, column, row }: { readonly level: number; readonly column: number; readonly row: number }): string {
  return `${level}/${column}/${row}`;
}

async function readPlace(
  path: string,
  { offset, sizeBytes }: { readonly offset: number; readonly sizeBytes: number },
): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(sizeBytes);
    await file.read(bytes, 0, sizeBytes, offset);
    return bytes;
  } finally {
    await file.close();
  }
}

function asStorageError(cause: unknown): PugmarkError {
  return translateStorageError(cause, 'Pictures made for the screen');
}
