import { ed25519 } from '@noble/curves/ed25519.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCheckpointNote, openCheckpointNote, parseCheckpointNote, parseCheckpointText } from '../../../src/core/custody/checkpoint.ts';
import { buildTlogProof, openTlogProof, parseTlogProof } from '../../../src/core/custody/tlog-proof.ts';
import { buildInclusionProof, buildMerkleRoot, hashLeaf } from '../../../src/core/custody/merkle.ts';
import { sha256DigestOf } from '../../../src/core/digest/digest.ts';
import { concatBytes, toBase64, toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { Signer } from '../../../src/core/ports.ts';
import { buildPublicKeyPem } from '../../../src/core/signing/public-key.ts';
import {
  buildSignedNote,
  buildVerifierKey,
  noteKeyIdOf,
  openSignedNote,
  parseSignedNote,
  parseVerifierKey,
} from '../../../src/core/signing/signed-note.ts';
import { nodeCryptography, nodeHashing } from '../../../src/platform/cryptography.ts';
import { isVerifiedByOpenssl } from '../../support/openssl.ts';

/** A signer by an implementation that is not the one under test. */
function nobleSigner(seed: number): Signer {
  const secret = new Uint8Array(32).fill(seed);
  return { publicKey: ed25519.getPublicKey(secret), sign: (message) => ed25519.sign(message, secret) };
}

const signer = nobleSigner(7);
const NAME = 'pugmark.2f6e1c1e-6c29-4a57-8d9e-0f2f6f9b1c11';
const key = { name: NAME, publicKey: signer.publicKey };
const noteInvalid = expect.objectContaining({ code: 'note-invalid' });

describe('signed note (C2SP)', () => {
  it('opens the note of Go`s checksum database with its published key', () => {
    // golang.org/x/mod/sumdb: key and signed tree of its documentation and tests.
    const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    const note = `${text}\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
    expect(openSignedNote(nodeCryptography, note, parseVerifierKey(nodeHashing, vkey))).toBe(text);
    expect(() => openSignedNote(nodeCryptography, note.replace('answer', 'Answer'), parseVerifierKey(nodeHashing, vkey))).toThrow(
      noteInvalid,
    );
  });

  it('is verified by openssl over exactly the text', () => {
    const text = 'one\n\ntwo\n';
    const { signatures } = parseSignedNote(buildSignedNote(nodeHashing, text, NAME, signer));
    const signature = signatures[0]?.signature ?? new Uint8Array();
    expect(isVerifiedByOpenssl(buildPublicKeyPem(signer.publicKey), toUtf8(text), signature)).toBe(true);
    expect(isVerifiedByOpenssl(buildPublicKeyPem(signer.publicKey), toUtf8(`${text}\n`), signature)).toBe(false);
  });

  it('signs the same with node:crypto and with noble, for any key and text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.string(), (seed, text) => {
        const pkcs8 = concatBytes(Buffer.from('302e020100300506032b657004220420', 'hex'), seed);
        const ours = nodeCryptography.signingKeys.open(pkcs8);
        expect(ours.publicKey).toEqual(ed25519.getPublicKey(seed));
        const signature = ours.sign(toUtf8(text));
        expect(signature).toEqual(ed25519.sign(toUtf8(text), seed));
        expect(nodeCryptography.verifier.verifyEd25519(ours.publicKey, toUtf8(text), signature)).toBe(true);
        expect(nodeCryptography.verifier.verifyEd25519(ours.publicKey, toUtf8(`${text}.`), signature)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('ignores signatures of unknown keys, and refuses a wrong one of a known key', () => {
    const text = 'text\n';
    const note = buildSignedNote(nodeHashing, text, NAME, signer);
    const other = buildSignedNote(nodeHashing, text, 'other.example', nobleSigner(8)).slice(text.length + 1);
    expect(openSignedNote(nodeCryptography, note + other, key)).toBe(text);
    expect(() => openSignedNote(nodeCryptography, text + '\n' + other, key)).toThrow(noteInvalid);
    // Same name and key id, other bytes: it claims to be ours.
    const forged = `\u2014 ${NAME} ${toBase64(concatBytes(noteKeyIdOf(nodeHashing, key), new Uint8Array(64)))}\n`;
    expect(() => openSignedNote(nodeCryptography, note + forged, key)).toThrow(noteInvalid);
    // The same key under another name is another key.
    expect(() => openSignedNote(nodeCryptography, note, { ...key, name: 'pugmark.other' })).toThrow(noteInvalid);
  });

  it('refuses what is not a note', () => {
    const good = buildSignedNote(nodeHashing, 'text\n', NAME, signer);
    expect(parseSignedNote(good).text).toBe('text\n');
    const line = good.split('\n')[2] ?? '';
    const bad = [
      good.slice(0, -1),
      good.replace('\n\n', '\n'),
      good.replace('text', 'te\rxt'),
      good.replace('text', 'te\u0000xt'),
      `text\n\n${line.replace('\u2014', '-')}\n`,
      `text\n\n${line}=\n`,
      `text\n\n${line} \n`,
      `text\n\n\u2014 ${NAME} AAAA\n`,
      `text\n\n\u2014 na+me AAAAAAAA\n`,
      `text\n\n${`${line}\n`.repeat(33)}`,
      '',
    ];
    for (const note of bad) expect(() => parseSignedNote(note)).toThrow(noteInvalid);
    for (const text of ['', 'no newline', 'tab\t\n', '\ud800\n']) {
      expect(() => buildSignedNote(nodeHashing, text, NAME, signer)).toThrow(noteInvalid);
    }
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b']) expect(() => buildSignedNote(nodeHashing, 'x\n', name, signer)).toThrow(noteInvalid);
  });

  it('writes and reads verifier keys', () => {
    const text = buildVerifierKey(nodeHashing, key);
    expect(parseVerifierKey(nodeHashing, text)).toEqual(key);
    const [name = '', id = '', encoded = ''] = text.split('+');
    for (const bad of [
      `${name}+${id}`,
      `${name}+00000000+${encoded}`,
      `${name}x+${id}+${encoded}`,
      `${name}+${id}+${encoded.slice(0, -4)}`,
      '',
    ]) {
      expect(() => parseVerifierKey(nodeHashing, bad)).toThrow(expect.objectContaining({ code: 'key-invalid' }));
    }
  });
});

describe('checkpoint and proof (C2SP tlog-checkpoint, tlog-proof)', () => {
  const leaves = ['a', 'b', 'c', 'd', 'e'].map((leaf) => hashLeaf(nodeHashing, toUtf8(leaf)));
  const head = { origin: NAME, size: 5, root: sha256DigestOf(buildMerkleRoot(nodeHashing, leaves)) };

  it('says origin, size and root, under the origin as key name', () => {
    const note = buildCheckpointNote(nodeHashing, head, signer);
    expect(openCheckpointNote(nodeCryptography, note, signer.publicKey)).toEqual(head);
    expect(note.split('\n').slice(0, 2)).toEqual([NAME, '5']);
    expect(note).toContain(`\n\n\u2014 ${NAME} `);
    expect(buildCheckpointNote(nodeHashing, head, signer)).toBe(note);
    expect(() => openCheckpointNote(nodeCryptography, note.replace('\n5\n', '\n6\n'), signer.publicKey)).toThrow(noteInvalid);
    expect(() => openCheckpointNote(nodeCryptography, note, nobleSigner(8).publicKey)).toThrow(noteInvalid);
    expect(parseCheckpointNote(note)).toEqual(head);
  });

  it('refuses other spellings and extensions', () => {
    const root = toBase64(buildMerkleRoot(nodeHashing, leaves));
    expect(parseCheckpointText(`${NAME}\n5\n${root}\n`)).toEqual(head);
    for (const text of [
      `${NAME}\n05\n${root}\n`,
      `${NAME}\n-5\n${root}\n`,
      `${NAME}\n5\n${root.slice(0, -1)}\n`,
      `${NAME}\n5\n${root.slice(0, -2)}B=\n`,
      `${NAME}\n5\n${root}\nextension\n`,
      `\n5\n${root}\n`,
      `${NAME}\n9999999999999999\n${root}\n`,
    ]) {
      expect(() => parseCheckpointText(text)).toThrow(noteInvalid);
    }
  });

  it('carries one leaf with its path and the checkpoint', () => {
    const checkpoint = buildCheckpointNote(nodeHashing, head, signer);
    const text = buildTlogProof({ index: 3, proof: buildInclusionProof(nodeHashing, leaves, 3, 5), checkpoint });
    const leafHash = leaves[3] ?? new Uint8Array();
    const open = (proof: string): unknown => openTlogProof(nodeCryptography, proof, { leafHash, publicKey: signer.publicKey });
    expect(open(text)).toEqual({ index: 3, head });
    expect(open(text.replace('\nindex', '\nextra AAAA\nindex'))).toEqual({ index: 3, head });
    expect(parseTlogProof(text).checkpoint).toBe(checkpoint);
    const proofInvalid = expect.objectContaining({ code: 'proof-invalid' });
    for (const bad of [
      text.replace('@v1', '@v2'),
      text.replace('index 3', 'index 2'),
      text.replace('index 3', 'index 03'),
      text.replace('index 3\n', 'index 3\nAAAA\n'),
      text.replace('\n\n', '\n'),
    ]) {
      expect(() => open(bad)).toThrow(proofInvalid);
    }
    expect(() => open(text.replace('index 3', 'index 2'))).toThrow(proofInvalid);
    expect(() => open(text.replace('\n5\n', '\n4\n'))).toThrow(noteInvalid);
  });
});
