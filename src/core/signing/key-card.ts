import { hexOf, type Sha256Digest } from '../digest/digest.ts';
import { PugmarkError } from '../errors.ts';
import { buildPublicKeyPem } from './public-key.ts';

/** What a station gives to those who will check its packages, in another way than with a package. */
export interface KeyCard {
  readonly practice: boolean;
  readonly fingerprint: Sha256Digest;
  readonly agency?: string;
  readonly createdAt: string;
  /** Raw 32-byte Ed25519 key. */
  readonly publicKey: Uint8Array;
}

/** The fingerprint in groups of four hex digits, as people read it to each other. */
export function groupFingerprint(fingerprint: Sha256Digest): readonly string[] {
  return hexOf(fingerprint).match(/.{4}/g) ?? [];
}

/** First line of what a QR code of a key holds. */
const KEY_CODE = 'pugmark-key/v1';

/** The text in a QR code (docs/formats/key-certificate.md, "Sheet and QR code"): format, kind, fingerprint, agency. */
export function buildKeyCode({ practice, fingerprint, agency }: Pick<KeyCard, 'practice' | 'fingerprint' | 'agency'>): string {
  return [KEY_CODE, practice ? 'practice' : 'evidence', fingerprint, ...(agency === undefined ? [] : [toOneLine(agency)])].join('\n');
}

/** What such a text says. Throws `key-invalid`. */
export function parseKeyCode(text: string): Pick<KeyCard, 'practice' | 'fingerprint' | 'agency'> {
  const match = /^pugmark-key\/v1\n(evidence|practice)\n(sha256:[0-9a-f]{64})(?:\n([^\n]{1,200}))?\n?$/.exec(text);
  if (match === null) throw new PugmarkError('key-invalid', 'It is no code of a station key');
  const [, kind, fingerprint = '', agency] = match;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the form was just matched
  return { practice: kind === 'practice', fingerprint: fingerprint as Sha256Digest, ...(agency === undefined ? {} : { agency }) };
}

/** One page for the record: whose key, its fingerprint, the key itself, and how to compare. ASCII lines but for the agency's name. */
export function buildKeySheet(card: KeyCard): string {
  return [
    card.practice ? 'PUGMARK STATION KEY - PRACTICE, SIGNS NO EVIDENCE' : 'PUGMARK STATION KEY',
    '',
    `Agency, as stated:   ${card.agency === undefined ? 'not stated' : toOneLine(card.agency)}`,
    `Made:                ${card.createdAt} (UTC, by the clock of the station)`,
    '',
    'Fingerprint (SHA-256 of the public key, in groups of four):',
    '',
    ...groupRows(card.fingerprint),
    '',
    'Public key (Ed25519):',
    '',
    buildPublicKeyPem(card.publicKey).trimEnd(),
    '',
    'Whoever checks a package of this station compares this fingerprint with',
    'the one that the check tells. It has to come in another way than the',
    'package: on paper, by telephone, from a list of the agency. As a file, this',
    'sheet is what "pugmark verify --trust-key" takes. With the lines of the key',
    'in a file, the fingerprint can be recomputed:',
    '',
    '    openssl pkey -pubin -in FILE -outform DER | sha256sum',
    '',
  ].join('\n');
}

/** One page for the record of a rotation: what the key was, what it is now, and the sheet of the new one. */
export function buildRotationSheet(rotated: {
  readonly from: Sha256Digest;
  readonly card: KeyCard;
  readonly rotatedAt: string;
  /** SHA-256 of the link that the old key signed. */
  readonly link: Sha256Digest;
}): string {
  const { from, card, rotatedAt, link } = rotated;
  return [
    'PUGMARK CHANGE OF THE STATION KEY',
    '',
    `Changed:             ${rotatedAt} (UTC, by the clock of the station)`,
    '',
    'Fingerprint until then:',
    '',
    ...groupRows(from),
    '',
    'Fingerprint from then on:',
    '',
    ...groupRows(card.fingerprint),
    '',
    'The old key signed a link to the new one. It stands in the log of the vault;',
    'its digest is',
    '',
    `    ${link}`,
    '',
    'Packages that were made before stay valid under the old key: keep its',
    'fingerprint. Give the new one to those who check packages of this station.',
    '',
    buildKeySheet(card),
  ].join('\n');
}

function groupRows(fingerprint: Sha256Digest): readonly string[] {
  const groups = groupFingerprint(fingerprint);
  return [0, 4, 8, 12].map((from) => `    ${groups.slice(from, from + 4).join(' ')}`);
}

/** Of characters that do not show, or break a line, none is left: the sheet is signed for by people. */
function toOneLine(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
