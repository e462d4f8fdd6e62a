import type { BesideHash, Hashing } from '../../digest/digest.ts';
import { toHex } from '../../digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../../errors.ts';
import type { FindingList } from '../finding-list.ts';
import type { Manifest } from './manifest.ts';
import { StartedReading } from '../started-reading.ts';
import type { OpenBag } from './open-bag.ts';

/** Hash functions by the name that a manifest has for them, started for a file of about so many bytes. */
export type BagHashing = ReadonlyMap<string, (sizeBytes: number) => BesideHash>;

/** The two that bags of ours have. Weaker ones are not computed: a bag with nothing else shows nothing. */
export function buildBagHashing(hashing: Hashing): BagHashing {
  return new Map<string, (sizeBytes: number) => BesideHash>([
    // First, so that the other core has its share while this one works.
    ['sha512', (sizeBytes) => hashing.startSha512Beside?.(sizeBytes) ?? hashing.startSha512()],
    ['sha256', (sizeBytes) => hashing.startSha256Beside?.(sizeBytes) ?? hashing.startSha256()],
  ]);
}

/** A file as it is here, not as a manifest says. */
export interface ReadFile {
  readonly sizeBytes: number;
  /** Lower-case hex by algorithm. */
  readonly digests: ReadonlyMap<string, string>;
}

/** A file whose bytes have all passed. */
interface PassedFile {
  readonly sizeBytes: number;
  readonly digests: Promise<ReadFile['digests']>;
}

/** Files whose bytes have passed and whose digests are still computed beside; one may always be. */
const MAX_ENDING_FILES = 16;
const MAX_ENDING_BYTES = 32 * 1024 * 1024;

/** How far the pass over the files is. */
export interface FixityProgress {
  readonly path: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface FixityOptions {
  readonly onProgress?: (progress: FixityProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Reads every file of the bag once, by all hash functions together, and compares with every manifest (RFC 8493 section 3: valid). Files
 * below `data/` that no manifest lists are findings already and are not read. Gives what could be read. Throws `cancelled`.
 */
export async function checkFixity(
  bag: OpenBag,
  manifests: readonly Manifest[],
  hashing: BagHashing,
  list: FindingList,
  options: FixityOptions = {},
): Promise<ReadonlyMap<string, ReadFile>> {
  const paths = [...bag.files.keys()].filter((path) => !path.startsWith('data/') || manifests.some(({ digests }) => digests.has(path)));
  const totalBytes = paths.reduce((sum, path) => sum + (bag.files.get(path)?.sizeBytes ?? 0), 0);
  const read = new Map<string, ReadFile>();
  let doneBytes = 0;
  const end = async (path: string, file: PassedFile): Promise<void> => {
    const digests = await file.digests;
    read.set(path, { sizeBytes: file.sizeBytes, digests });
    const wrong = manifests.filter(({ digests: said, algorithm }) => {
      const [listed, actual] = [said.get(path), digests.get(algorithm)];
      return listed !== undefined && actual !== undefined && listed !== actual;
    });
    if (wrong.length > 0) list.add('file-changed', path, `Its bytes are not those listed in ${wrong.map(({ name }) => name).join(', ')}`);
  };
  // The next files are read while the digests of some are still computed beside; what is found stays in the order of the files.
  const endings: (readonly [path: string, file: PassedFile])[] = [];
  const endingBytes = (): number => endings.reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0);
  const endNext = async (): Promise<void> => {
    const next = endings.shift();
    if (next !== undefined) await end(...next);
  };
  const endAll = async (): Promise<void> => {
    while (endings.length > 0) await endNext();
  };
  const startReading = (path: string | undefined): StartedReading | undefined =>
    path === undefined ? undefined : new StartedReading(bag.stream(path));
  let coming = startReading(paths[0]);
  try {
    for (const [index, path] of paths.entries()) {
      const reading = coming ?? new StartedReading(bag.stream(path));
      coming = startReading(paths[index + 1]);
      const onBytes = (length: number): void => {
        if (options.signal?.aborted === true) throw new PugmarkError('cancelled', 'The check was cancelled');
        doneBytes += length;
        options.onProgress?.({ path, doneBytes, totalBytes });
      };
      const saidBytes = bag.files.get(path)?.sizeBytes ?? 0;
      const file = await readWhole(reading, saidBytes, hashing, onBytes).catch(async (fault: unknown) => {
        if (!isPugmarkError(fault, 'input-unreadable')) throw fault;
        await endAll();
        list.add('file-changed', path, `It cannot be read: ${fault.message}`);
        return undefined;
      });
      if (file === undefined) continue;
      endings.push([path, file]);
      while (endings.length > MAX_ENDING_FILES || (endings.length > 1 && endingBytes() > MAX_ENDING_BYTES)) await endNext();
    }
    await endAll();
  } finally {
    await coming?.close();
  }
  return read;
}

async function readWhole(
  reading: StartedReading,
  saidBytes: number,
  hashing: BagHashing,
  onBytes: (length: number) => void,
): Promise<PassedFile> {
  try {
    onBytes(0);
    return await hashWhole(reading.pieces(), saidBytes, hashing, onBytes);
  } finally {
    await reading.close();
  }
}

async function hashWhole(
  pieces: AsyncIterable<Uint8Array>,
  saidBytes: number,
  hashing: BagHashing,
  onBytes: (length: number) => void,
): Promise<PassedFile> {
  const running = [...hashing].map(([algorithm, start]) => [algorithm, start(saidBytes)] as const);
  let sizeBytes = 0;
  for await (const piece of pieces) {
    for (const [, hash] of running) await hash.update(piece);
    sizeBytes += piece.length;
    onBytes(piece.length);
  }
  const digests = finish(running);
  // Awaited when the next file has passed; until then a hash that fails must not count as an unhandled rejection.
  digests.catch(() => undefined);
  return { sizeBytes, digests };
}

async function finish(running: readonly (readonly [string, BesideHash])[]): Promise<ReadonlyMap<string, string>> {
  const ends = running.map(([algorithm, hash]) => [algorithm, hash.digest()] as const);
  return new Map(await Promise.all(ends.map(async ([algorithm, digest]) => [algorithm, toHex(await digest)] as const)));
}
