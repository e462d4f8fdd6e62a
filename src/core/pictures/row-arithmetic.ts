import { PugmarkError } from '../errors.ts';
import { ADD_16_BYTES, advance, buildWasmModule, countDown, get, LOAD_16_BYTES, repeat, STORE_16_BYTES } from '../wasm-module.ts';

/** Bytes that are read, and written, at a time: memory needs as much to spare behind what is worked on. */
export const SPARE_BYTES = 16;

/**
 * What is done with every byte of a picture, sixteen at a time in WebAssembly: JavaScript takes longer for it than zlib for unpacking.
 * Places are offsets in `memory`. Rows may be written beyond their end, by less than {@link SPARE_BYTES}.
 */
export interface RowArithmetic {
  readonly memory: WebAssembly.Memory;
  /** `to` = `row` + `above`, byte by byte modulo 256. */
  add(to: number, row: number, above: number, bytes: number): void;
  /** RGB as opaque RGBA. */
  makeOpaque(to: number, rgb: number, pixels: number): void;
}

const PAGE_BYTES = 64 * 1024;
/** Bytes of the first operand, or 16 for the first of the second. */
const ALPHA_BETWEEN = [0xfd, 0x0d, 0, 1, 2, 16, 3, 4, 5, 16, 6, 7, 8, 16, 9, 10, 11, 16];
const ALL_OPAQUE = [0xfd, 0x0c, ...Array.from({ length: 16 }, () => 0xff)];

const ADD = repeat([
  ...get(0),
  ...get(1),
  ...LOAD_16_BYTES,
  ...get(2),
  ...LOAD_16_BYTES,
  ...ADD_16_BYTES,
  ...STORE_16_BYTES,
  ...[0, 1, 2].flatMap((local) => advance(local, 16)),
  ...countDown(3, 16),
]);
const MAKE_OPAQUE = repeat([
  ...get(0),
  ...get(1),
  ...LOAD_16_BYTES,
  ...ALL_OPAQUE,
  ...ALPHA_BETWEEN,
  ...STORE_16_BYTES,
  ...advance(0, 16),
  ...advance(1, 12),
  ...countDown(2, 4),
]);

const MODULE = buildWasmModule(1, [
  { name: 'add', parameters: 4, code: ADD },
  { name: 'makeOpaque', parameters: 3, code: MAKE_OPAQUE },
]);

let compiled: WebAssembly.Module | undefined;
const idle: RowArithmetic[] = [];

/** One with at least so much memory, for one picture; {@link giveBackArithmetic} when that is done. */
export function takeArithmetic(bytes: number): RowArithmetic {
  compiled ??= new WebAssembly.Module(MODULE);
  const taken = idle.pop() ?? readExports(new WebAssembly.Instance(compiled).exports);
  const missing = Math.ceil((bytes - taken.memory.buffer.byteLength) / PAGE_BYTES);
  if (missing > 0) taken.memory.grow(missing);
  return taken;
}

export function giveBackArithmetic(taken: RowArithmetic): void {
  idle.push(taken);
}

function readExports(exports: WebAssembly.Exports): RowArithmetic {
  const { memory, add, makeOpaque } = exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof add !== 'function' || typeof makeOpaque !== 'function')
    throw new PugmarkError('program-fault', 'The module gives other things than it was written to');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the functions that are written above
  return { memory, add, makeOpaque } as unknown as RowArithmetic;
}
