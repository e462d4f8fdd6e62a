import { PugmarkError } from '../../core/errors.ts';
import {
  advance,
  buildWasmModule,
  countDown,
  get,
  I32,
  I32_AND,
  I32_SHIFT_LEFT,
  I32_SHIFT_RIGHT,
  I32_XOR,
  load32,
  LOAD_16_BYTES,
  number,
  repeat,
  set,
  V128,
  V128_ANY,
  V128_OR,
  V128_XOR,
} from '../../core/wasm-module.ts';

/** Tables of CRC-32 in memory, one after the other; then what is worked on, in two parts. */
const TABLES = 16;
const TABLE_BYTES = 1024;
const PART_BYTES = 64 * 1024;
const FIRST_AT = TABLES * TABLE_BYTES;
const SECOND_AT = FIRST_AT + PART_BYTES;
const STEP_BYTES = 16;
/** Shorter ones are done sooner than brought there. */
const MIN_BYTES = 64;

/** Given: value, place, bytes in steps of 16. Of each group of four bytes in local 3 every byte has a table of its own. */
const CRC = [
  ...repeat([
    ...[0, 1, 2, 3].flatMap((group) => [
      ...get(1),
      ...load32(4 * group),
      ...(group === 0 ? [...get(0), I32_XOR] : []),
      ...set(3),
      ...[0, 1, 2, 3].flatMap((byte) => [
        ...get(3),
        // Four bytes for each entry of a table.
        ...(byte === 0 ? [...number(2), I32_SHIFT_LEFT] : [...number(8 * byte - 2), I32_SHIFT_RIGHT]),
        ...number(4 * 0xff),
        I32_AND,
        ...load32((TABLES - 1 - 4 * group - byte) * TABLE_BYTES),
        ...(group + byte === 0 ? [] : [I32_XOR]),
      ]),
      ...(group === 3 ? set(0) : []),
    ]),
    ...advance(1, STEP_BYTES),
    ...countDown(2, STEP_BYTES),
  ]),
  ...get(0),
];

/** Given: two places, bytes in steps of 16. Gives whether anything differs. */
const DIFFER = [
  ...repeat([
    ...get(3),
    ...get(0),
    ...LOAD_16_BYTES,
    ...get(1),
    ...LOAD_16_BYTES,
    ...V128_XOR,
    ...V128_OR,
    ...set(3),
    ...advance(0, STEP_BYTES),
    ...advance(1, STEP_BYTES),
    ...countDown(2, STEP_BYTES),
  ]),
  ...get(3),
  ...V128_ANY,
];

interface ByteArithmetic {
  readonly memory: Uint8Array;
  crc(value: number, at: number, bytes: number): number;
  differ(one: number, other: number, bytes: number): number;
}

const TABLE = buildTables()[0] ?? new Int32Array(256);
let made: ByteArithmetic | undefined;

/** CRC-32 (ISO 3309) of `bytes`, going on from `before`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let value = ~before;
  let at = 0;
  if (bytes.length >= MIN_BYTES) {
    const arithmetic = findArithmetic();
    for (const end = bytes.length - (bytes.length % STEP_BYTES); at < end;) {
      const length = Math.min(PART_BYTES, end - at);
      arithmetic.memory.set(bytes.subarray(at, at + length), FIRST_AT);
      value = arithmetic.crc(value, FIRST_AT, length);
      at += length;
    }
  }
  for (; at < bytes.length; at += 1) value = (value >>> 8) ^ (TABLE[(value ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return ~value >>> 0;
}

/** Compares every byte. */
export function isSameContent(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  if (a.length >= MIN_BYTES) {
    const arithmetic = findArithmetic();
    for (const end = a.length - (a.length % STEP_BYTES); at < end;) {
      const length = Math.min(PART_BYTES, end - at);
      arithmetic.memory.set(a.subarray(at, at + length), FIRST_AT);
      arithmetic.memory.set(b.subarray(at, at + length), SECOND_AT);
      if (arithmetic.differ(FIRST_AT, SECOND_AT, length) !== 0) return false;
      at += length;
    }
  }
  for (; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

function findArithmetic(): ByteArithmetic {
  made ??= makeArithmetic();
  return made;
}

function makeArithmetic(): ByteArithmetic {
  const module = buildWasmModule(Math.ceil((SECOND_AT + PART_BYTES) / (64 * 1024)), [
    { name: 'crc', parameters: 3, hasResult: true, locals: [I32], code: CRC },
    { name: 'differ', parameters: 3, hasResult: true, locals: [V128], code: DIFFER },
  ]);
  const { memory, crc, differ } = new WebAssembly.Instance(new WebAssembly.Module(module)).exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof crc !== 'function' || typeof differ !== 'function')
    throw new PugmarkError('program-fault', 'The module gives other things than it was written to');
  const bytes = new Uint8Array(memory.buffer);
  for (const [index, table] of buildTables().entries()) new Int32Array(memory.buffer, index * TABLE_BYTES, 256).set(table);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the functions that are written above
  return { memory: bytes, crc, differ } as unknown as ByteArithmetic;
}

/** The first is that of ISO 3309; each further one is for bytes that stand one place further from the end. */
function buildTables(): readonly Int32Array[] {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  const tables = [first];
  for (let table = 1; table < TABLES; table += 1) {
    const before = tables[table - 1] ?? first;
    tables.push(before.map((value) => (value >>> 8) ^ (first[value & 0xff] ?? 0)));
  }
  return tables;
}
