import { hexOf, type Hashing, type Sha256Digest } from '../../digest/digest.ts';
import { toHex, toUtf8 } from '../../digest/encoding.ts';
import { compareByBytes } from '../entry-names.ts';
import { buildPemCertificate } from '../../timestamp/pem.ts';
import { readTimestampResponse } from '../../timestamp/read-response.ts';
import type { GeneratedFile } from '../package-log.ts';
import { sealTokenPath } from '../time-paths.ts';

/** A token that came after a package was sealed, verified when it came. */
export interface LaterToken {
  readonly of: 'seal' | 'checkpoint';
  /** Of the bytes that were stamped. */
  readonly subject: Sha256Digest;
  readonly authority: string;
  readonly request: Uint8Array;
  readonly response: Uint8Array;
}

/** Name of its folder, and of its file without `.zip`. It tells nothing of the case. */
export function nameSupplement(packageId: string): string {
  return `time-stamps_${packageId}`;
}

/**
 * The files of a supplement (docs/formats/timestamp.md), sorted, all in one folder: the tokens of a package that it does not hold itself, certificates
 * from them, and how to use both. Throws `input-unreadable` when a response is none.
 */
export function buildSupplement(
  hashing: Pick<Hashing, 'sha256'>,
  made: { readonly package: string; readonly tokens: readonly LaterToken[]; readonly readMe: string },
): readonly GeneratedFile[] {
  const files = new Map<string, Uint8Array>();
  const chains = new Map<string, Map<string, Uint8Array>>();
  for (const { of, subject, authority, request, response } of made.tokens) {
    const path = (extension: 'tsq' | 'tsr'): string =>
      of === 'seal' ? sealTokenPath(authority, extension) : `time/${hexOf(subject)}.${authority}.${extension}`;
    files.set(path('tsq'), request);
    files.set(path('tsr'), response);
    const chain = chains.get(authority) ?? new Map<string, Uint8Array>();
    for (const der of readTimestampResponse(response).certificates) chain.set(toHex(hashing.sha256(der)), der);
    chains.set(authority, chain);
  }
  for (const [authority, chain] of chains)
    if (chain.size > 0) files.set(`chain/${authority}.pem`, toUtf8([...chain.values()].map(buildPemCertificate).join('')));
  files.set('README.txt', toUtf8(made.readMe));
  const folder = nameSupplement(made.package);
  return [...files].map(([path, bytes]) => ({ path: `${folder}/${path}`, bytes })).toSorted((a, b) => compareByBytes(a.path, b.path));
}
