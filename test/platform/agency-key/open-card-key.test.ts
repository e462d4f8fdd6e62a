import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildAgencySeal } from '../../../src/core/agency-seal/build-agency-seal.ts';
import { createCertificateCryptography } from '../../../src/core/timestamp/web-crypto.ts';
import { openCardKey } from '../../../src/platform/agency-key/open-card-key.ts';
import { parseCardUri } from '../../../src/platform/agency-key/pkcs11-uri.ts';
import { AgencyAuthority, EC, RSA } from '../../support/agency/agency-authority.ts';
import { findMissingCard, PIN, SoftCard } from '../../support/agency/soft-card.ts';
import { findMissingPrograms, skipAllWithout } from '../../support/needs.ts';
import { keptTempFolder, tempFolder } from '../../support/temp-folder.ts';

const missing = findMissingPrograms('pkcs11-tool', 'softhsm2-util', 'openssl') ?? findMissingCard();
const cryptography = createCertificateCryptography(crypto.subtle);
const seal = new TextEncoder().encode('{"payload":"the bytes of a seal"}');
const now = new Date().toISOString();

let agency: AgencyAuthority;
const uris = new Map<string, string>();
beforeAll(() => {
  if (missing !== undefined) return;
  agency = new AgencyAuthority(keptTempFolder());
  const card = new SoftCard(agency);
  uris.set('rsa', card.add('card-rsa', '01', RSA));
  uris.set('ec', card.add('card-ec', '02', EC));
});

const keyOf = (name: string): ReturnType<typeof parseCardUri> => parseCardUri(uris.get(name) ?? '');

const givePin = (): Promise<string> => Promise.resolve(PIN);

/** A program in the place of the card's tool. */
function pretender(script: string): string {
  const path = join(tempFolder(), 'tool');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('a key on a card', () => {
  skipAllWithout(missing);

  it.each(['rsa', 'ec'])('seals, and openssl accepts it: %s', async (name) => {
    const signer = await openCardKey(keyOf(name), () => Promise.resolve(PIN));
    expect(agency.judge(await buildAgencySeal(cryptography, seal, signer, now), seal)).toBeUndefined();
  });

  it('says what is wrong, and never the PIN', async () => {
    const wrongPin = await openCardKey(keyOf('ec'), () => Promise.resolve('99999999'));
    const refused = await wrongPin.sign(seal, 'sha256').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'passphrase-wrong' });
    expect(String(refused)).not.toContain('99999999');
    await expect(openCardKey({ ...keyOf('ec'), token: 'Other' }, () => Promise.resolve(PIN))).rejects.toMatchObject({
      code: 'device-failed',
    });
    await expect(openCardKey({ ...keyOf('ec'), id: '77' }, () => Promise.resolve(PIN))).rejects.toMatchObject({
      code: expect.stringMatching(/device-failed|key-invalid/) as string,
    });
    await expect(openCardKey({ ...keyOf('ec'), modulePath: '/no/such.so' }, () => Promise.resolve(PIN))).rejects.toMatchObject({
      code: 'device-failed',
    });
  });

  it('outlives a module that hangs, one that crashes, and a tool that is not there', async () => {
    for (const [options, why] of [
      [{ program: pretender('exec sleep 60'), timeoutMs: 200 }, /did not answer/],
      [{ program: pretender('kill -SEGV $$') }, /crashed/],
      [{ program: '/no/such/tool' }, /install OpenSC/],
      [{ program: pretender(`echo "error: ${PIN}" >&2; exit 1`) }, /error/],
    ] as const) {
      await expect(openCardKey(keyOf('ec'), givePin, options)).rejects.toMatchObject({
        code: 'device-failed',
        message: expect.stringMatching(why) as string,
      });
    }
  });
});

describe('the name of a key on a card', () => {
  it('is a PKCS#11 URI without a PIN', () => {
    expect(parseCardUri('pkcs11:token=My%20card;id=%0a%FF;type=private?module-path=/usr/lib/m.so')).toEqual({
      modulePath: '/usr/lib/m.so',
      token: 'My card',
      id: '0aff',
    });
    expect(parseCardUri('pkcs11:object=seal;slot-id=2?module-path=C:%5Cm.dll')).toEqual({
      modulePath: 'C:\\m.dll',
      object: 'seal',
      slot: 2,
    });
    for (const uri of [
      'pkcs11:id=%01?module-path=/m.so&pin-value=1234',
      'pkcs11:id=%01',
      'pkcs11:token=T?module-path=/m.so',
      'pkcs11:id=%01;id=%02?module-path=/m.so',
      'file.p12',
    ])
      expect(() => parseCardUri(uri)).toThrow(/No key on a card/);
  });
});
