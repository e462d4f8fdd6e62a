import { toUtf8 } from '../../core/digest/encoding.ts';
import { sha256DigestOf, type Sha256Digest } from '../../core/digest/digest.ts';
import { buildPageFile } from '../page-file.ts';
import { ownRelease } from '../releases.ts';
import { loadWasmHashing } from '../browser/wasm-hashing.ts';

/** The script that this page and its workers are. Call it while the script runs for the first time. */
export function readOwnScript(): string {
  return document.currentScript?.textContent ?? '';
}

/** SHA-256 of the file that this page is, from the parts of the document as they were read. */
export async function hashOwnFile(script: string): Promise<Sha256Digest> {
  const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? '';
  const style = document.querySelector('style')?.textContent ?? '';
  const file = buildPageFile({ release: ownRelease(), title: document.title, policy, style, script });
  return sha256DigestOf((await loadWasmHashing()).sha256(toUtf8(file)));
}
