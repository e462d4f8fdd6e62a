import { PugmarkError } from '../../../src/core/errors.ts';
import { AXES } from '../../../src/core/package/verdict.ts';
import { verifyBytes, type GoldenPackage } from './golden.ts';

/** Numbers from 0 up to `below`, the same for the same seed (mulberry32). */
function buildDice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const KINDS = ['flip', 'noise', 'zeros', 'swap', 'delete', 'duplicate', 'copy', 'cut'] as const;

/** Where a container says something of itself: there one byte does more than in a picture. */
function listHeaders(zip: Buffer): readonly number[] {
  const places: number[] = [];
  for (const signature of ['PK\u0003\u0004', 'PK\u0007\u0008', 'PK\u0001\u0002', 'PK\u0005\u0006']) {
    for (let at = zip.indexOf(signature, 0, 'latin1'); at >= 0; at = zip.indexOf(signature, at + 1, 'latin1')) places.push(at);
  }
  return places;
}

/** One random change of a file, told by its seed; never none. Half of them near a header. */
export function mutate(zip: Buffer, seed: number): { readonly what: string; readonly bytes: Buffer } {
  const dice = buildDice(seed);
  const headers = listHeaders(zip);
  for (;;) {
    const kind = KINDS[dice(KINDS.length)] ?? 'flip';
    const near = (headers[dice(headers.length)] ?? 0) + dice(120);
    const at = Math.min(dice(2) === 0 ? dice(zip.length) : near, zip.length - 1);
    const length = 1 + dice(2 ** dice(12));
    const other = dice(zip.length);
    const bytes = apply(zip, kind, { at, length, other, dice });
    if (!bytes.equals(zip)) return { what: `seed ${seed}: ${kind} of ${length} at ${at}`, bytes };
  }
}

function apply(
  zip: Buffer,
  kind: (typeof KINDS)[number],
  { at, length, other, dice }: { at: number; length: number; other: number; dice: (below: number) => number },
): Buffer {
  const copy = Buffer.from(zip);
  const end = Math.min(at + length, zip.length);
  switch (kind) {
    case 'flip':
      copy[at] = (copy[at] ?? 0) ^ (1 << dice(8));
      return copy;
    case 'noise':
      for (let i = at; i < end; i += 1) copy[i] = dice(256);
      return copy;
    case 'zeros':
      return copy.fill(0, at, end);
    case 'swap':
      // What does not fit behind the other place stays as it is.
      copy.set(zip.subarray(other, Math.min(other + end - at, zip.length)), at);
      copy.set(zip.subarray(at, Math.min(end, at + zip.length - other)), other);
      return copy.subarray(0, zip.length);
    case 'delete':
      return Buffer.concat([zip.subarray(0, at), zip.subarray(end)]);
    case 'duplicate':
      return Buffer.concat([zip.subarray(0, end), zip.subarray(at)]);
    case 'copy':
      return Buffer.concat([zip.subarray(0, other), zip.subarray(at, end), zip.subarray(other)]);
    case 'cut':
      break;
  }
  return zip.subarray(0, at);
}

/** What became of mutations: `wrong` tells of those that passed, or that threw anything but that it is no package. */
export async function tryMutations(
  golden: GoldenPackage,
  seeds: { readonly first: number; readonly count: number },
): Promise<{ readonly wrong: readonly string[]; readonly refused: number; readonly failed: number }> {
  const wrong: string[] = [];
  let refused = 0;
  let failed = 0;
  for (let seed = seeds.first; seed < seeds.first + seeds.count; seed += 1) {
    const { what, bytes } = mutate(golden.zip, seed);
    try {
      const verdict = await verifyBytes(bytes, { trusted: [golden.trusted], withoutPictures: true });
      if (AXES.some((axis) => verdict.axes[axis].state === 'fail')) failed += 1;
      else wrong.push(`${what} passed`);
    } catch (error) {
      if (error instanceof PugmarkError && error.code === 'package-unreadable') refused += 1;
      else wrong.push(`${what} threw ${String(error)}`);
    }
  }
  return { wrong, refused, failed };
}
