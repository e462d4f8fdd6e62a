import { hexOf, type Sha256Digest } from '../digest/digest.ts';
import { PACKAGE_PATHS } from './layout.ts';

/** What a token in `data/time/` is over: a checkpoint note, or the leaf bytes of an entry. */
export type StampedKind = 'note' | 'entry';

/** Where time stamps lie in a package (docs/formats/timestamp.md). */
export const TIME_PATHS = {
  folder: 'data/time',
  readMe: 'data/time/README.txt',
  chain: 'data/time/chain',
  revocation: 'data/time/revocation',
} as const;

const SUBJECT = /^data\/time\/([0-9a-f]{64})\.(note|entry)$/;
const TOKEN = /^data\/time\/([0-9a-f]{64})\.([a-z0-9-]{1,32})\.(tsq|tsr)$/;
const SEAL_TOKEN = /^seal\/seal\.dsse\.json\.([a-z0-9-]{1,32})\.(tsq|tsr)$/;
const CHAIN = /^data\/time\/chain\/[a-z0-9-]{1,32}\.pem$/;
const REVOCATION = /^data\/time\/revocation\/[a-z0-9][a-z0-9._-]{0,60}\.(?:crl|der)$/;

/** What a path below `data/time/` or `seal/` is for. */
export type TimeFile =
  | { readonly kind: 'subject'; readonly hex: string; readonly of: StampedKind }
  /** `hex`: of the subject; absent: the seal. */
  | { readonly kind: 'request' | 'response'; readonly hex?: string; readonly authority: string }
  | { readonly kind: 'chain' }
  | { readonly kind: 'revocation' }
  | { readonly kind: 'read-me' };

/** Undefined for a path that no package has. */
export function readTimePath(path: string): TimeFile | undefined {
  const subject = SUBJECT.exec(path);
  if (subject !== null) return { kind: 'subject', hex: subject[1] ?? '', of: subject[2] === 'note' ? 'note' : 'entry' };
  const token = TOKEN.exec(path);
  if (token !== null) return { kind: kindOf(token[3]), hex: token[1] ?? '', authority: token[2] ?? '' };
  const seal = SEAL_TOKEN.exec(path);
  if (seal !== null) return { kind: kindOf(seal[2]), authority: seal[1] ?? '' };
  if (CHAIN.test(path)) return { kind: 'chain' };
  if (REVOCATION.test(path)) return { kind: 'revocation' };
  return path === TIME_PATHS.readMe ? { kind: 'read-me' } : undefined;
}

/** True for a token over the seal: it came after the manifests, and no manifest lists it. */
export function isSealToken(path: string): boolean {
  return SEAL_TOKEN.test(path);
}

export function subjectPath(sha256: Sha256Digest, of: StampedKind): string {
  return `${TIME_PATHS.folder}/${hexOf(sha256)}.${of}`;
}

export function tokenPath(sha256: Sha256Digest, authority: string, extension: 'tsq' | 'tsr'): string {
  return `${TIME_PATHS.folder}/${hexOf(sha256)}.${authority}.${extension}`;
}

export function sealTokenPath(authority: string, extension: 'tsq' | 'tsr'): string {
  return `${PACKAGE_PATHS.seal}.${authority}.${extension}`;
}

export function chainPath(authority: string): string {
  return `${TIME_PATHS.chain}/${authority}.pem`;
}

function kindOf(extension: string | undefined): 'request' | 'response' {
  return extension === 'tsq' ? 'request' : 'response';
}
