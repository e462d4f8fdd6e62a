import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Hashing, Sha256Digest } from '../../core/digest/digest.ts';
import type { Random } from '../../core/ids.ts';
import type { HeaderList, RecordedExchange, SpooledBody } from '../../core/model/exchange.ts';
import type { SecretKind, Secrets, WithheldSecret } from '../../core/model/secrets.ts';
import { concatBytes, toBase64, toHex } from '../../core/digest/encoding.ts';
import { holdsSecret } from './search-body.ts';
import { ADDRESS_FIELDS, SECRET_FIELDS } from './secret-fields.ts';

export interface RedactedHeaders {
  readonly headers: HeaderList;
  /** Names of the fields whose value was replaced, in lower case. */
  readonly withheld: readonly string[];
}

/**
 * Takes credentials out of what is archived and keeps them for `secrets.json`.
 * One value has one marker, so that a reader sees that two records carried the same cookie without seeing it.
 */
export interface SecretKeeper {
  redactHeaders(headers: HeaderList, kind: Exclude<SecretKind, 'request-body'>): RedactedHeaders;
  /** The marker that stands for a whole request body; undefined when the body holds no credential. Rejects when it cannot be read. */
  redactBody(body: SpooledBody): Promise<string | undefined>;
  /** Everything withheld so far. */
  secrets(): Secrets;
  /** Long bodies among them, which stand in files of their own beside `secrets.json`. */
  files(): readonly SecretFile[];
}

export interface SecretFile {
  readonly name: string;
  readonly path: string;
}

const SALT_BYTES = 16;
/** Bodies up to here stand in `secrets.json`, as long as all of them together are not much longer: it has to be read as a whole. */
const MAX_INLINE_BYTES = 1024 * 1024;
const MAX_ALL_INLINE_BYTES = 16 * 1024 * 1024;
/** Shorter values of cookies (`1`, `fr`, `true`) stand in many fields that are no credential. */
const MIN_TRACED_CHARS = 8;

/** `exchanges`: all whose cookies must not show in other fields. */
export function createSecretKeeper(options: {
  readonly exchanges: readonly RecordedExchange[];
  readonly random: Random;
  readonly hashing: Hashing;
}): SecretKeeper {
  const { random, hashing } = options;
  const traced = traceValues(options.exchanges);
  const kept = new Map<string, { secret: Omit<WithheldSecret, 'found'>; found: Map<string, WithheldSecret['found'][number]> }>();

  const withhold = (bytes: Uint8Array, kind: SecretKind, field: string | undefined): string => {
    const value = toBase64(bytes);
    let entry = kept.get(value);
    if (entry === undefined) {
      const salt = random.bytes(SALT_BYTES);
      const marker = `[withheld sha256:${toHex(hashing.sha256(concatBytes(salt, bytes)))}]`;
      entry = { secret: { marker, salt: toBase64(salt), value }, found: new Map() };
      kept.set(value, entry);
    }
    entry.found.set(`${kind} ${field ?? ''}`, { kind, ...(field === undefined ? {} : { field }) });
    return entry.secret.marker;
  };

  const files: (SecretFile & { readonly sha256: Sha256Digest })[] = [];
  let inlineBytes = 0;
  const withholdFile = async ({ path, sha256 }: SpooledBody): Promise<string> => {
    const known = kept.get(sha256);
    if (known !== undefined) return known.secret.marker;
    const salt = random.bytes(SALT_BYTES);
    const hash = hashing.startSha256();
    hash.update(salt);
    for await (const piece of createReadStream(path)) if (piece instanceof Uint8Array) hash.update(piece);
    const marker = `[withheld sha256:${toHex(hash.digest())}]`;
    const name = `secret-${String(files.length + 1).padStart(4, '0')}.bin`;
    files.push({ name, path, sha256 });
    kept.set(sha256, { secret: { marker, salt: toBase64(salt), file: name }, found: new Map([['', { kind: 'request-body' }]]) });
    return marker;
  };

  return {
    redactHeaders: (headers, kind) => {
      const withheld = new Set<string>();
      const redacted = headers.map(([name, value]) => {
        const field = name.toLowerCase();
        if (value === '' || !(SECRET_FIELDS.has(field) || (!ADDRESS_FIELDS.has(field) && holdsTraced(traced, value)))) {
          return [name, value] as const;
        }
        withheld.add(field);
        return [name, withhold(Buffer.from(value, 'latin1'), kind, field)] as const;
      });
      return { headers: redacted, withheld: [...withheld] };
    },
    redactBody: async (body) => {
      if (!(await holdsSecret(body))) return undefined;
      if (body.sizeBytes > MAX_INLINE_BYTES || inlineBytes + body.sizeBytes > MAX_ALL_INLINE_BYTES) return withholdFile(body);
      inlineBytes += body.sizeBytes;
      return withhold(await readFile(body.path), 'request-body', undefined);
    },
    files: () => files,
    secrets: () => ({
      format: 'secrets/v1',
      secrets: [...kept.values()]
        .map(({ secret, found }) => ({ ...secret, found: [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one) }))
        .sort((a, b) => (a.marker < b.marker ? -1 : 1)),
    }),
  };
}

/** By their first characters, then by length: a site may send a hundred thousand cookies, and as many fields to look for them in. */
type TracedValues = ReadonlyMap<string, ReadonlyMap<number, ReadonlySet<string>>>;

function holdsTraced(traced: TracedValues, text: string): boolean {
  for (let at = 0; at + MIN_TRACED_CHARS <= text.length; at += 1) {
    for (const [length, values] of traced.get(text.slice(at, at + MIN_TRACED_CHARS)) ?? []) {
      if (values.has(text.slice(at, at + length))) return true;
    }
  }
  return false;
}

/** Values of cookies and of Authorization fields, which a site may send again in a field of its own naming. */
function traceValues(exchanges: readonly RecordedExchange[]): TracedValues {
  const traced = new Map<string, Map<number, Set<string>>>();
  for (const { request, response } of exchanges) {
    for (const [name, value] of [...request.headers, ...(response?.headers ?? [])]) {
      for (const one of valuesOf(name.toLowerCase(), value)) {
        if (one.length < MIN_TRACED_CHARS) continue;
        const start = one.slice(0, MIN_TRACED_CHARS);
        const byLength = traced.get(start) ?? new Map<number, Set<string>>();
        traced.set(start, byLength.set(one.length, (byLength.get(one.length) ?? new Set<string>()).add(one)));
      }
    }
  }
  return traced;
}

function valuesOf(field: string, value: string): readonly string[] {
  if (field === 'cookie') return value.split(';').map(cookieValue);
  if (field === 'set-cookie') return [cookieValue(value.split(';')[0] ?? '')];
  // Scheme and credential: `Bearer abc`.
  if (field === 'authorization' || field === 'proxy-authorization') return [value.trim().split(/\s+/).at(-1) ?? ''];
  return SECRET_FIELDS.has(field) ? [value.trim()] : [];
}

function cookieValue(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1).trim();
}
