import type { UtcTime } from '../clock.ts';
import type { Hashing, Sha256Digest } from '../digest/digest.ts';
import { sha256BytesOf, sha256DigestOf } from '../digest/digest.ts';
import { parseBase64, toBase64 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import type { SignatureVerifier, Signer } from '../ports.ts';
import { buildSignedNote, openSignedNote, parseSignedNote } from '../signing/signed-note.ts';

/** Size and root of a log. */
export interface TreeHead {
  readonly origin: string;
  readonly size: number;
  /** RFC 6962 root. */
  readonly root: Sha256Digest;
}

/** A tree head, and the signed note that says so. */
export interface Checkpoint extends TreeHead {
  /** The C2SP signed note, verbatim. */
  readonly note: string;
  /** When this station signed it, as it claims; the note itself holds no time. */
  readonly time: UtcTime;
}

/** C2SP tlog-checkpoint text: origin, size, root, no extension lines. */
export function buildCheckpointText(head: TreeHead): string {
  return `${head.origin}\n${head.size}\n${toBase64(sha256BytesOf(head.root))}\n`;
}

/** The signed note over a tree head; the key's name is the origin. Ed25519 is deterministic: the same head gives the same note. */
export function buildCheckpointNote(hashing: Pick<Hashing, 'sha256'>, head: TreeHead, signer: Signer): string {
  return buildSignedNote(hashing, buildCheckpointText(head), head.origin, signer);
}

/** The tree head of a checkpoint's text. Throws `note-invalid`. Extension lines are refused: no log of ours writes any. */
export function parseCheckpointText(text: string): TreeHead {
  const match = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text);
  if (match === null) throw new PugmarkError('note-invalid', 'Expected a checkpoint: origin, size, root');
  const [, origin = '', size = '', root = ''] = match;
  if (!Number.isSafeInteger(Number(size))) throw new PugmarkError('note-invalid', 'The size of a checkpoint is too large');
  let rootBytes: Uint8Array;
  try {
    rootBytes = parseBase64(root);
  } catch (cause) {
    throw new PugmarkError('note-invalid', 'The root of a checkpoint is not strict base64', { cause });
  }
  return { origin, size: Number(size), root: sha256DigestOf(rootBytes) };
}

/** The tree head of a checkpoint note, its signature NOT checked. Throws `note-invalid`. */
export function parseCheckpointNote(note: string): TreeHead {
  return parseCheckpointText(parseSignedNote(note).text);
}

/** The tree head that `publicKey` signed under the note's own origin. Throws `note-invalid`. */
export function openCheckpointNote(
  ports: { readonly hashing: Pick<Hashing, 'sha256'>; readonly verifier: SignatureVerifier },
  note: string,
  publicKey: Uint8Array,
): TreeHead {
  const { origin } = parseCheckpointNote(note);
  return parseCheckpointText(openSignedNote(ports, note, { name: origin, publicKey }));
}
