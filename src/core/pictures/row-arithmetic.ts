import { toUtf8 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';

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

const MAGIC = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const PAGE_BYTES = 64 * 1024;
const [I32, VOID, FUNCTION, MEMORY] = [0x7f, 0x40, 0x60, 0x02];
const [LOOP, END, REPEAT_IF] = [0x03, 0x0b, [0x0d, 0]];
const [LOAD_16, STORE_16] = [
  [0xfd, 0x00, 0, 0],
  [0xfd, 0x0b, 0, 0],
];
const ADD_BYTES = [0xfd, 0x6e];
const get = (local: number): readonly number[] => [0x20, local];
const load = (local: number): readonly number[] => [...get(local), ...LOAD_16];
/** local += by */
const advance = (local: number, by: number): readonly number[] => [...get(local), 0x41, by, 0x6a, 0x21, local];
/** local -= by; is it still above zero? */
const countDown = (local: number, by: number): readonly number[] => [...get(local), 0x41, by, 0x6b, 0x22, local, 0x41, 0, 0x4a];
/** Bytes of the first operand, or 16 for the first of the second. */
const ALPHA_BETWEEN = [0xfd, 0x0d, 0, 1, 2, 16, 3, 4, 5, 16, 6, 7, 8, 16, 9, 10, 11, 16];
const ALL_OPAQUE = [0xfd, 0x0c, ...Array.from({ length: 16 }, () => 0xff)];

const ADD = repeat([
  ...get(0),
  ...load(1),
  ...load(2),
  ...ADD_BYTES,
  ...STORE_16,
  ...[0, 1, 2].flatMap((local) => advance(local, 16)),
  ...countDown(3, 16),
]);
const MAKE_OPAQUE = repeat([
  ...get(0),
  ...load(1),
  ...ALL_OPAQUE,
  ...ALPHA_BETWEEN,
  ...STORE_16,
  ...advance(0, 16),
  ...advance(1, 12),
  ...countDown(2, 4),
]);

/** WebAssembly core specification, section 5.5: types, functions, memory, exports, code. */
const MODULE = Uint8Array.from([
  ...MAGIC,
  ...section(1, [2, FUNCTION, 4, I32, I32, I32, I32, 0, FUNCTION, 3, I32, I32, I32, 0]),
  ...section(3, [2, 0, 1]),
  ...section(5, [1, 0, 1]),
  ...section(7, [3, ...name('memory'), MEMORY, 0, ...name('add'), 0, 0, ...name('makeOpaque'), 0, 1]),
  ...section(10, [2, ...sized(ADD), ...sized(MAKE_OPAQUE)]),
]);

function repeat(body: readonly number[]): readonly number[] {
  const noLocals = 0;
  return [noLocals, LOOP, VOID, ...body, ...REPEAT_IF, END, END];
}

function section(id: number, content: readonly number[]): readonly number[] {
  return [id, ...sized(content)];
}

function name(text: string): readonly number[] {
  return sized([...toUtf8(text)]);
}

/** With its length in front (LEB128, below 2^14). */
function sized(content: readonly number[]): readonly number[] {
  const { length } = content;
  return [...(length < 0x80 ? [length] : [(length & 0x7f) | 0x80, length >> 7]), ...content];
}

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
