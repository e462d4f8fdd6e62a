import { toUtf8 } from './digest/encoding.ts';

/**
 * WebAssembly written by hand (core specification 2.0, chapter 5): a few loops over bytes that JavaScript does many times slower. A function is its
 * code without the end; what it is given are its first locals.
 */
export interface WasmFunction {
  readonly name: string;
  /** How many numbers (`i32`) it is given. */
  readonly parameters: number;
  /** Whether it gives one (`i32`). */
  readonly hasResult?: boolean;
  /** Types of further locals. */
  readonly locals?: readonly number[];
  readonly code: readonly number[];
}

export const I32 = 0x7f;
export const V128 = 0x7b;
const [FUNCTION, MEMORY, VOID, LOOP, END, REPEAT_IF] = [0x60, 0x02, 0x40, 0x03, 0x0b, [0x0d, 0]];
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** A module with one memory, exported as `memory`. */
export function buildWasmModule(pages: number, functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, hasResult }) => [
    FUNCTION,
    parameters,
    ...Array.from({ length: parameters }, () => I32),
    ...(hasResult === true ? [1, I32] : [0]),
  ]);
  const exported = functions.map(({ name }, index) => [...nameOf(name), 0, index]);
  const bodies = functions.map(({ locals = [], code }) => sized([locals.length, ...locals.flatMap((type) => [1, type]), ...code, END]));
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, types),
    ...section(
      3,
      functions.map((_, index) => [index]),
    ),
    ...section(5, [[0, pages]]),
    ...section(7, [[...nameOf('memory'), MEMORY, 0], ...exported]),
    ...section(10, bodies),
  ]);
}

/** Repeats while what `body` leaves is not zero. */
export function repeat(body: readonly number[]): readonly number[] {
  return [LOOP, VOID, ...body, ...REPEAT_IF, END];
}

export const get = (local: number): readonly number[] => [0x20, local];
export const set = (local: number): readonly number[] => [0x21, local];
/** A number below 2^13. */
export const number = (value: number): readonly number[] => [0x41, ...(value < 0x40 ? [value] : [(value & 0x7f) | 0x80, value >> 7])];
/** local += by */
export const advance = (local: number, by: number): readonly number[] => [...get(local), ...number(by), 0x6a, ...set(local)];
/** local -= by; is it still above zero? */
export const countDown = (local: number, by: number): readonly number[] => [...get(local), ...number(by), 0x6b, 0x22, local, 0x41, 0, 0x4a];
export const I32_AND = 0x71;
export const I32_XOR = 0x73;
export const I32_SHIFT_LEFT = 0x74;
export const I32_SHIFT_RIGHT = 0x76;
/** Of the place that is at hand, `offset` bytes further. */
export const load32 = (offset: number): readonly number[] => [0x28, 0, ...length(offset)];
export const LOAD_16_BYTES = [0xfd, 0x00, 0, 0];
export const STORE_16_BYTES = [0xfd, 0x0b, 0, 0];
export const ADD_16_BYTES = [0xfd, 0x6e];
export const V128_OR = [0xfd, 0x50];
export const V128_XOR = [0xfd, 0x51];
export const V128_ANY = [0xfd, 0x53];

function section(id: number, entries: readonly (readonly number[])[]): readonly number[] {
  return [id, ...sized([entries.length, ...entries.flat()])];
}

function nameOf(text: string): readonly number[] {
  return sized([...toUtf8(text)]);
}

function sized(content: readonly number[]): readonly number[] {
  return [...length(content.length), ...content];
}

/** LEB128, below 2^14. */
function length(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, value >> 7];
}
