import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildKeyCode, buildKeySheet, parseKeyCode, type KeyCard } from '../../src/core/signing/key-card.ts';
import { parseTrustKey } from '../../src/core/package/trust-key.ts';
import { fingerprintOf } from '../../src/core/signing/public-key.ts';
import { buildQrPng, buildQrSvg } from '../../src/imaging/qr-code.ts';
import { nodeCryptography, nodeHashing } from '../../src/platform/cryptography.ts';
import { findMissingPrograms, skipAllWithout } from '../support/needs.ts';
import { tempFolder } from '../support/temp-folder.ts';

const { publicKey } = nodeCryptography.signingKeys.generate().signer;
const card: KeyCard = {
  practice: false,
  fingerprint: fingerprintOf(nodeHashing, publicKey),
  agency: 'Brigade nature de Liège, équipe №3',
  createdAt: '2026-03-02T08:00:00.000Z',
  publicKey,
};

/** What a reader of such codes that is not ours makes of a picture. */
function scan(name: string, bytes: Uint8Array): string {
  const path = join(tempFolder(), name);
  writeFileSync(path, bytes);
  return execFileSync('zbarimg', ['--quiet', '--raw', '--oneshot', path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

describe('the QR code of a key', () => {
  skipAllWithout(findMissingPrograms('zbarimg'));

  it('gives fingerprint and agency to any reader', async () => {
    for (const told of [card, { ...card, practice: true }, { practice: true, fingerprint: card.fingerprint }]) {
      const read = parseKeyCode(scan('key.png', await buildQrPng(buildKeyCode(told))));
      const { practice, fingerprint } = told;
      expect(read).toEqual({ practice, fingerprint, ...('agency' in told ? { agency: told.agency } : {}) });
    }
    expect(Buffer.from(buildQrSvg('x')).toString()).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox/);
  });
});

describe('the sheet of a key', () => {
  it('shows the fingerprint in groups of four, and is a file of a key to trust', () => {
    const sheet = buildKeySheet(card);
    const hex = card.fingerprint.slice('sha256:'.length);
    const shown = sheet.split('\n').filter((line) => /^ {4}(?:[0-9a-f]{4} ?){4}$/.test(line));
    expect(shown.join('').replaceAll(' ', '')).toBe(hex);
    expect(sheet).toContain('Brigade nature de Liège');
    expect(parseTrustKey(nodeCryptography, Buffer.from(sheet))).toBe(card.fingerprint);
    expect(buildKeySheet({ ...card, practice: true })).toContain('SIGNS NO EVIDENCE');
    // A name that would break out of its line.
    expect(buildKeySheet({ ...card, agency: 'A\n-----BEGIN PUBLIC KEY-----\nB' }).match(/^-----BEGIN/gm)).toHaveLength(1);
  });
});
