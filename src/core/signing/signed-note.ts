import type { Hashing } from '../digest/digest.ts';
import { concatBytes, isSameBytes, parseBase64, parseHex, toBase64, toHex, toUtf8 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import type { SignatureVerifier, Signer } from '../ports.ts';

/** C2SP signed-note, signature type Ed25519. */
const ED25519_TYPE = Uint8Array.of(0x01);

/** The specification asks verifiers to accept at least 16 signatures; more are a nuisance, not a note. */
const MAX_SIGNATURES = 32;

/** A key that a checker trusts to sign notes under a name. */
export interface NoteKey {
  readonly name: string;
  /** Raw 32-byte Ed25519 key. */
  readonly publicKey: Uint8Array;
}

export interface SignedNote {
  /** The signed text with its final newline. */
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly keyId: Uint8Array; readonly signature: Uint8Array }[];
}

/** First four bytes of SHA-256(name || 0x0A || 0x01 || public key). */
export function noteKeyIdOf(hashing: Pick<Hashing, 'sha256'>, key: NoteKey): Uint8Array {
  return hashing.sha256(concatBytes(toUtf8(`${key.name}\n`), ED25519_TYPE, key.publicKey)).slice(0, 4);
}

/** `name+hex(key id)+base64(0x01 || public key)`. */
export function buildVerifierKey(hashing: Pick<Hashing, 'sha256'>, key: NoteKey): string {
  assertName(key.name);
  return `${key.name}+${toHex(noteKeyIdOf(hashing, key))}+${toBase64(concatBytes(ED25519_TYPE, key.publicKey))}`;
}

/** Throws `key-invalid`, also when the key id is not the key's. */
export function parseVerifierKey(hashing: Pick<Hashing, 'sha256'>, text: string): NoteKey {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text);
  if (match === null) throw new PugmarkError('key-invalid', 'Expected a verifier key name+id+base64');
  const [, name = '', id = '', encoded = ''] = match;
  let bytes: Uint8Array;
  try {
    bytes = parseBase64(encoded);
  } catch (cause) {
    throw new PugmarkError('key-invalid', 'A verifier key ends in strict base64', { cause });
  }
  if (bytes.length !== 33 || bytes[0] !== ED25519_TYPE[0]) throw new PugmarkError('key-invalid', 'Expected an Ed25519 verifier key');
  const key: NoteKey = { name, publicKey: bytes.slice(1) };
  if (!isSameBytes(parseHex(id), noteKeyIdOf(hashing, key))) throw new PugmarkError('key-invalid', 'The key id is not that of the key');
  return key;
}

/** A note with exactly one signature. Throws `note-invalid` when `text` cannot be a note. */
export function buildSignedNote(hashing: Pick<Hashing, 'sha256'>, text: string, name: string, signer: Signer): string {
  assertText(text);
  assertName(name);
  const keyId = noteKeyIdOf(hashing, { name, publicKey: signer.publicKey });
  return `${text}\n\u2014 ${name} ${toBase64(concatBytes(keyId, signer.sign(toUtf8(text))))}\n`;
}

/** Splits a note; checks no signature. Throws `note-invalid`. */
export function parseSignedNote(note: string): SignedNote {
  if (!note.isWellFormed() || hasControlCharacter(note)) throw invalidNote('it holds control characters');
  // The text is separated from the signatures by the LAST empty line.
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw invalidNote('no blank line before the signatures');
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw invalidNote('too many signatures');
  return { text, signatures: lines.map(parseSignatureLine) };
}

/**
 * The text of a note that carries a valid signature of `key`; signatures of unknown keys are ignored.
 * Throws `note-invalid` when there is none, or when one that names the key is wrong.
 */
export function openSignedNote(
  ports: { readonly hashing: Pick<Hashing, 'sha256'>; readonly verifier: SignatureVerifier },
  note: string,
  key: NoteKey,
): string {
  const parsed = parseSignedNote(note);
  const keyId = noteKeyIdOf(ports.hashing, key);
  const ours = parsed.signatures.filter(({ name, keyId: id }) => name === key.name && isSameBytes(id, keyId));
  if (ours.length === 0) throw invalidNote(`no signature by ${key.name}`);
  for (const { signature } of ours) {
    if (!ports.verifier.verifyEd25519(key.publicKey, toUtf8(parsed.text), signature))
      throw invalidNote(`the signature by ${key.name} is wrong`);
  }
  return parsed.text;
}

function parseSignatureLine(line: string): SignedNote['signatures'][number] {
  const match = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line);
  if (match === null) throw invalidNote('a signature line is malformed');
  const [, name = '', encoded = ''] = match;
  let bytes: Uint8Array;
  try {
    bytes = parseBase64(encoded);
  } catch (cause) {
    throw new PugmarkError('note-invalid', 'Signed note: a signature is not strict base64', { cause });
  }
  if (bytes.length <= 4) throw invalidNote('a signature is too short');
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

function assertText(text: string): void {
  if (!text.endsWith('\n') || !text.isWellFormed() || hasControlCharacter(text)) throw invalidNote('the text cannot be signed');
}

function assertName(name: string): void {
  if (!/^[^\s+]+$/u.test(name) || hasControlCharacter(name)) throw invalidNote('the key name is malformed');
}

/** Any control character but the newline, DEL and C1 left alone as the specification does. */
function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 && unit !== 0x0a) return true;
  }
  return false;
}

function invalidNote(why: string): PugmarkError {
  return new PugmarkError('note-invalid', `Signed note: ${why}`);
}
