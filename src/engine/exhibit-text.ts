import { concatBytes } from '../core/digest/encoding.ts';
import type { CaseReader } from '../core/ports.ts';
import { findFoundExhibit } from '../app/exhibit-service.ts';

const MAX_TEXT_BYTES = 1024 * 1024;

/**
 * The page's text as seen; empty when none was kept. Throws `exhibit-unknown`, `object-missing`, `object-changed`.
 */
export async function readExhibitText(reader: CaseReader, exhibit: string): Promise<{ text: string; cut: boolean }> {
  const { artifacts } = findFoundExhibit(reader, exhibit);
  const artifact = artifacts.find(({ role }) => role === 'text');
  if (artifact === undefined) return { text: '', cut: false };
  const pieces: Uint8Array[] = [];
  let keptBytes = 0;
  // To its end, also when the rest is not shown: the digest is known to be right only there.
  for await (const piece of reader.readArtifact(artifact)) {
    const kept = piece.subarray(0, MAX_TEXT_BYTES - keptBytes);
    if (kept.length > 0) pieces.push(kept.slice());
    keptBytes += kept.length;
  }
  const cut = artifact.sizeBytes > keptBytes;
  // Positions in it are positions in the artifact: nothing of it is dropped, a mark at its beginning neither.
  // A character that the cut went through is left out.
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(concatBytes(...pieces), { stream: cut }), cut };
}
