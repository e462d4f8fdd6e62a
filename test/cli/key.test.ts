import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Pugmark } from '../support/pugmark.ts';
import { keptTempFolder } from '../support/temp-folder.ts';

let pugmark: Pugmark;
beforeAll(async () => {
  pugmark = await new Pugmark(keptTempFolder()).init();
});

interface KeyList {
  readonly keys: readonly { readonly key: string; readonly purpose: string; readonly practice: boolean; readonly state: string }[];
}

describe('pugmark key', () => {
  it('gives the key out, changes it, and revokes the one before', async () => {
    const sheet = join(pugmark.home, 'sheet.txt');
    const picture = join(pugmark.home, 'key.png');
    const given = await pugmark.json<{ fingerprint: string }>(['key', 'export', '--out', sheet, '--qr', picture]);
    expect(given).toMatchObject({ code: 0, document: { format: 'identity-key/v1', written: [sheet, picture] } });
    const { fingerprint } = given.document;
    expect(readFileSync(sheet, 'utf8')).toContain(fingerprint.slice(7, 11));
    expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');

    const rotated = await pugmark.json<{ from: string; to: string }>(['key', 'rotate']);
    expect(rotated.document).toMatchObject({ format: 'key-rotation/v1', purpose: 'identity', practice: false, from: fingerprint });
    const out = join(pugmark.home, 'revocation.json');
    const words = ['key', 'revoke', fingerprint, '--reason', 'compromised', '--from', '2026-03-02T08:00:00Z', '--out', out];
    expect(await pugmark.json(words)).toMatchObject({
      code: 0,
      document: { key: fingerprint, reason: 'compromised', invalidFrom: '2026-03-02T08:00:00.000Z', written: out },
    });
    expect(existsSync(out)).toBe(true);
    const { document } = await pugmark.json<KeyList>(['key', 'list']);
    const identities = document.keys.filter(({ purpose, practice }) => purpose === 'identity' && !practice);
    expect(identities.map(({ key, state }) => [key, state])).toEqual([
      [fingerprint, 'revoked'],
      [rotated.document.to, 'current'],
    ]);
    expect(await pugmark.check()).toEqual({ code: 0, findings: [] });
  });
});
