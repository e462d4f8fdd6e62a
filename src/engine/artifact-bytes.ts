import type { StoredArtifact } from '../core/model/case.ts';
import { PugmarkError } from '../core/errors.ts';
import type { ByteReader } from '../core/package/package-source.ts';
import type { CaseReader } from '../core/ports.ts';

const TAIL_BYTES = 32 * 1024 * 1024;
const HEAD_BYTES = 64 * 1024;

/** Part of an artifact's bytes. */
export interface ByteRange {
  readonly start: number;
  /** First byte that is not in it. */
  readonly end: number;
}

/**
 * Bytes of an artifact from `start` to before `end`. The last piece comes after the digest of the whole has proved right: whoever got all of
 * the bytes got those that were sealed. Of an encrypted artifact that was read whole before only the part itself is read. Throws `object-missing`, `object-changed`.
 */
export async function* readArtifactRange(
  reader: CaseReader,
  artifact: StoredArtifact,
  range: ByteRange = { start: 0, end: artifact.sizeBytes },
): AsyncGenerator<Uint8Array> {
  const part = reader.readPart?.(artifact, range);
  if (part !== undefined) {
    yield* part;
    return;
  }
  let offset = 0;
  let held: Uint8Array | undefined;
  for await (const piece of reader.readArtifact(artifact)) {
    const wanted = piece.subarray(Math.max(0, range.start - offset), Math.max(0, range.end - offset));
    offset += piece.length;
    if (wanted.length === 0) continue;
    if (held !== undefined) yield held;
    held = wanted;
  }
  if (held !== undefined) yield held;
}

/**
 * Beginning and end of an artifact for random access, after its digest has proved right. Reading elsewhere throws `record-invalid`: that is
 * for what is found by its end, as a directory is.
 */
export async function readEnds(reader: CaseReader, artifact: StoredArtifact): Promise<ByteReader> {
  const head: Uint8Array[] = [];
  const tail: Uint8Array[] = [];
  let offset = 0;
  let tailBytes = 0;
  for await (const piece of reader.readArtifact(artifact)) {
    if (offset < HEAD_BYTES) head.push(piece);
    tail.push(piece);
    offset += piece.length;
    tailBytes += piece.length;
    for (let [oldest] = tail; oldest !== undefined && tailBytes - oldest.length >= TAIL_BYTES; [oldest] = tail) {
      tail.shift();
      tailBytes -= oldest.length;
    }
  }
  const [first, last] = [Buffer.concat(head), Buffer.concat(tail)];
  const lastAt = offset - last.length;
  return {
    sizeBytes: offset,
    read: async (at, length) => {
      if (at >= lastAt && at + length <= offset) return last.subarray(at - lastAt, at - lastAt + length);
      if (at >= 0 && at + length <= first.length) return first.subarray(at, at + length);
      throw new PugmarkError('record-invalid', `${artifact.name} has another form than captures write`);
    },
  };
}
