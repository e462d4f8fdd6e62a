import { buildCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { buildCheckpointNote, type TreeHead } from '../../../src/core/custody/checkpoint.ts';
import { buildEntryLine, type CustodyEntry } from '../../../src/core/custody/entry.ts';
import { buildInclusionProof, buildMerkleRoot, hashLeaf } from '../../../src/core/custody/merkle.ts';
import { buildTextCommitment } from '../../../src/core/custody/text-commitment.ts';
import { buildTlogProof } from '../../../src/core/custody/tlog-proof.ts';
import { sha256DigestOf } from '../../../src/core/digest/digest.ts';
import { toBase64, toUtf8 } from '../../../src/core/digest/encoding.ts';
import { PACKAGE_PATHS, proofPath } from '../../../src/core/package/layout.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';

import { ORIGIN, CASE, TOOL, type Twists, type Station, type EventSketch, type PackageFiles } from './twists.ts';

/** When packages are made, long after the captures. */
const EXPORT_TIME = Date.parse('2026-03-02T08:59:58.000Z');

/** A log while it is made, and the files that it becomes. */
export class LogSketch {
  lines: string[] = [];
  withheld = 0;
  readonly #station: Station;
  readonly #twists: Twists;
  readonly #entries: CustodyEntry[] = [];
  readonly #texts: object[] = [];
  #time = Date.parse('2026-03-02T08:00:00.000Z');

  constructor(station: Station, twists: Twists) {
    this.#station = station;
    this.#twists = twists;
  }

  now(): string {
    return new Date((this.#time += 1000)).toISOString();
  }

  append(sketch: EventSketch): void {
    for (const event of this.#twists.event?.(sketch) ?? [sketch]) this.#append(event);
  }

  #append({ type, exhibit, digest, details, texts = {} }: EventSketch): void {
    const seq = this.lines.length;
    if (type === 'package.exported') this.#time = Math.max(this.#time, EXPORT_TIME);
    const nonce = (salt: number): string => toBase64(Uint8Array.from({ length: 16 }, (_, i) => (i === 0 ? seq : salt)));
    const commitments = Object.entries(texts).map(([name, text], index): [string, string] => {
      const line = { name, nonce: nonce(index + 1), origin: ORIGIN, seq, text };
      if (name !== 'destination') this.#texts.push(line);
      return [`${name}Commitment`, buildTextCommitment(nodeHashing, Buffer.from(line.nonce, 'base64'), text)];
    });
    const entry: CustodyEntry = {
      format: 'custody-entry/v1',
      seq,
      nonce: nonce(0),
      time: this.now(),
      type,
      actor: 'NL-1234',
      station: this.#station.id,
      tool: TOOL,
      case: CASE,
      ...(exhibit === undefined ? {} : { exhibit }),
      ...(digest === undefined ? {} : { digest }),
      details: { ...details, ...Object.fromEntries(commitments) },
    };
    const made = this.#twists.entry?.(entry) ?? entry;
    this.#entries.push(made);
    this.lines.push(buildEntryLine(made));
  }

  /** Log, texts, checkpoints and proofs; the head that is sealed. */
  writeFiles(files: PackageFiles, chosen: readonly string[], ends: ReadonlyMap<string, number>): TreeHead {
    const lines = this.#twists.lines?.(this.lines) ?? this.lines;
    const leaves = lines.map((line) => hashLeaf(nodeHashing, toUtf8(line)));
    const headAt = (size: number): TreeHead => ({
      origin: ORIGIN,
      size,
      root: sha256DigestOf(buildMerkleRoot(nodeHashing, leaves, size)),
    });
    const noteAt = (size: number): string => buildCheckpointNote(nodeHashing, headAt(size), this.#station.log);
    const isHidden = (seq: number): boolean => {
      const { exhibit } = this.#entries[seq] ?? {};
      return exhibit !== undefined && !chosen.includes(exhibit);
    };
    const shown = lines.map((line, seq) => {
      if (!isHidden(seq)) return line;
      this.withheld += 1;
      return `{"seq":${seq},"withheld":"${sha256DigestOf(leaves[seq] ?? new Uint8Array())}"}`;
    });
    files.set(PACKAGE_PATHS.log, toUtf8([`{"origin":"${ORIGIN}"}`, ...shown].map((line) => `${line}\n`).join('')));
    const texts = this.#texts.filter((text) => !('seq' in text && typeof text.seq === 'number' && isHidden(text.seq)));
    files.set(PACKAGE_PATHS.texts, Buffer.concat(texts.flatMap((text) => [buildCanonicalJson(text), toUtf8('\n')])));
    for (const size of new Set([3, 5, lines.length]))
      files.set(`${PACKAGE_PATHS.checkpoints}/${ORIGIN}/${size}.note`, toUtf8(noteAt(size)));
    files.set(PACKAGE_PATHS.checkpoint, toUtf8(noteAt(lines.length)));
    for (const exhibit of chosen) {
      const index = ends.get(exhibit) ?? 0;
      const proof = buildInclusionProof(nodeHashing, leaves, index, lines.length);
      files.set(proofPath(exhibit), toUtf8(buildTlogProof({ index, proof, checkpoint: noteAt(lines.length) })));
    }
    return headAt(lines.length);
  }
}
