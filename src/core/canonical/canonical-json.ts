import canonicalize from 'canonicalize';
import type { z } from 'zod';
import { isSameBytes, parseUtf8, toUtf8 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';

/** Objects and arrays inside each other; no format of ours comes near it, a hostile file may. */
export const MAX_JSON_DEPTH = 64;

/** Values of one document, about: the records of the largest captures have some 100,000. A hostile file of brackets has millions. */
const MAX_JSON_VALUES = 2_000_000;

/**
 * RFC 8785 bytes of `value`. Throws `json-invalid` for anything that JSON cannot hold: undefined (which a plain
 * serialiser drops in silence), functions, NaN, infinities, lone surrogates, cycles, class instances, nesting beyond
 * {@link MAX_JSON_DEPTH}. Which numbers a format allows is its schema's matter.
 */
export function buildCanonicalJson(value: unknown): Uint8Array {
  assertJson(value, '$', 0);
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new PugmarkError('json-invalid', `Cannot be written as canonical JSON: ${String(cause)}`, { cause });
  }
  if (text === undefined) throw new PugmarkError('json-invalid', 'Cannot be written as canonical JSON');
  return toUtf8(text);
}

/**
 * The value of RFC 8785 bytes, checked by `schema`.
 * Throws `json-invalid` when the bytes are no JSON (or no UTF-8, or nested beyond {@link MAX_JSON_DEPTH}),
 * `json-not-canonical` when they are not the canonical form (duplicate keys, white space, key order, number and string
 * spelling), `record-invalid` when the schema refuses the value.
 */
export function parseCanonicalJson<T>(bytes: Uint8Array, schema: z.ZodType<T>, what = 'JSON'): T {
  const value = parseBoundedJson(bytes, what);
  // Two readers may disagree about duplicate keys or odd spellings, and an attacker would show each what they like:
  // only bytes that the value itself produces are accepted.
  if (!isSameBytes(buildCanonicalJson(value), bytes)) {
    throw new PugmarkError('json-not-canonical', `${what} is not in canonical form (RFC 8785)`);
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new PugmarkError(
      'record-invalid',
      `${what} is invalid at ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'unknown'}`,
    );
  }
  return result.data;
}

/**
 * The value of JSON in any form that is not nested beyond {@link MAX_JSON_DEPTH} and has no more values than anything of ours: for what other tools wrote,
 * or what is only looked at. Throws `json-invalid`.
 */
export function parseBoundedJson(bytes: Uint8Array, what: string): unknown {
  let text: string;
  try {
    text = parseUtf8(bytes);
  } catch (cause) {
    throw new PugmarkError('json-invalid', `${what} is not UTF-8`, { cause });
  }
  // Before JSON.parse: a few megabytes of brackets must not reach any recursive code.
  assertDepth(text, what);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new PugmarkError('json-invalid', `${what} is not JSON`, { cause });
  }
}

function assertDepth(text: string, what: string): void {
  let depth = 0;
  let inString = false;
  let values = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (inString) {
      if (unit === 0x5c) i += 1;
      else if (unit === 0x22) inString = false;
    } else if (unit === 0x22) inString = true;
    else if (unit === 0x5b || unit === 0x7b) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) throw new PugmarkError('json-invalid', `${what} is nested deeper than ${MAX_JSON_DEPTH} levels`);
    } else if (unit === 0x5d || unit === 0x7d) depth -= 1;
    else if (unit === 0x2c) {
      values += 1;
      if (values > MAX_JSON_VALUES) throw new PugmarkError('json-invalid', `${what} holds more than ${MAX_JSON_VALUES} values`);
    }
  }
}

function assertJson(value: unknown, path: string, depth: number): void {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return;
    case 'object':
      break;
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      throw new PugmarkError('json-invalid', `${path} is ${typeof value}, which JSON cannot hold`);
  }
  if (value === null) return;
  if (depth >= MAX_JSON_DEPTH) throw new PugmarkError('json-invalid', `${path} is nested deeper than ${MAX_JSON_DEPTH} levels`);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) assertJson(value[i], `${path}[${i}]`, depth + 1);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new PugmarkError('json-invalid', `${path} is no plain object`);
  }
  for (const [key, member] of Object.entries(value)) assertJson(member, `${path}.${key}`, depth + 1);
}
