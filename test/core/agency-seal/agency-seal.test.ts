import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildAgencySeal } from '../../../src/core/agency-seal/build-agency-seal.ts';
import { verifyAgencySeal, type AgencySealReport } from '../../../src/core/agency-seal/verify-agency-seal.ts';
import { createCertificateCryptography } from '../../../src/core/timestamp/web-crypto.ts';
import { readPkcs12 } from '../../../src/platform/agency-key/read-pkcs12.ts';
import { AgencyAuthority, EC, EC_384, pemBytes, RSA } from '../../support/agency/agency-authority.ts';
import { keptTempFolder } from '../../support/temp-folder.ts';

const cryptography = createCertificateCryptography(crypto.subtle);
const seal = new TextEncoder().encode('{"payload":"the bytes of a seal"}');
const now = new Date().toISOString();
const KEYS = { rsa: RSA, ec: EC, ec384: EC_384 } as const;
const PASSPHRASE = 'pass phrase é';

let agency: AgencyAuthority;
const seals = new Map<string, Uint8Array>();
beforeAll(async () => {
  agency = new AgencyAuthority(keptTempFolder());
  for (const [name, algorithm] of Object.entries(KEYS)) {
    agency.issue(name, algorithm);
    const signer = await readPkcs12(readFileSync(agency.pack(name, PASSPHRASE)), PASSPHRASE);
    seals.set(name, await buildAgencySeal(cryptography, seal, signer, now));
  }
});

const sealBy = (name: string): Uint8Array => seals.get(name) ?? new Uint8Array();
const verify = async (
  signature: Uint8Array,
  changes: { readonly seal?: Uint8Array; readonly roots?: readonly Uint8Array[]; readonly atMs?: number } = {},
): Promise<AgencySealReport> =>
  await verifyAgencySeal(cryptography, { seal, signature, roots: [agency.root()], atMs: Date.now(), ...changes });

describe('the seal of an agency', () => {
  it.each(Object.keys(KEYS))('is right to us and to openssl: %s', async (name) => {
    const signature = sealBy(name);
    expect(agency.judge(signature, seal)).toBeUndefined();
    // With the attribute by which the signer names its certificate.
    expect(agency.judge(signature, seal, '-cades')).toBeUndefined();
    expect(await verify(signature)).toEqual({ findings: [], signedBy: `CN=${name}, O=Test Agency, C=BE`, path: { findings: [] } });
    expect(await verify(signature, { roots: [] })).toEqual({ findings: [], signedBy: `CN=${name}, O=Test Agency, C=BE` });
  });

  it.each(Object.keys(KEYS))('is wrong to us and to openssl beside another seal, and with any byte of it changed: %s', async (name) => {
    const other = new TextEncoder().encode('{"payload":"the bytes of another"}');
    expect(agency.judge(sealBy(name), other)).toBeDefined();
    expect((await verify(sealBy(name), { seal: other })).findings).not.toEqual([]);
    const step = 37;
    for (let place = 0; place < sealBy(name).length; place += step) {
      const changed = Uint8Array.from(sealBy(name));
      changed[place] = (changed[place] ?? 0) ^ 1;
      const { findings, path } = await verify(changed);
      expect([...findings, ...(path?.findings ?? [])], `byte ${place}`).not.toEqual([]);
    }
    expect((await verify(sealBy(name).subarray(0, 300))).findings).not.toEqual([]);
    expect((await verify(new Uint8Array())).findings).not.toEqual([]);
  });

  it('leads to no other root, and to none at a time when it was not valid', async () => {
    const stranger = new AgencyAuthority(keptTempFolder());
    expect((await verify(sealBy('ec'), { roots: [stranger.root()] })).path?.findings).toHaveLength(1);
    expect((await verify(sealBy('ec'), { atMs: Date.parse('2001-01-01') })).path?.findings.join()).toContain('was valid from');
  });

  it('is none by a key that is not for signatures', async () => {
    agency.issue('encrypter', EC, 'keyAgreement');
    const signer = await readPkcs12(readFileSync(agency.pack('encrypter', 'x')), 'x');
    expect((await verify(await buildAgencySeal(cryptography, seal, signer, now))).findings.join()).toContain('keyUsage');
  });
});

describe('a PKCS#12 file', () => {
  it('opens with its passphrase alone, and says when it is too old', async () => {
    const file = readFileSync(agency.pack('rsa', PASSPHRASE));
    const opened = await readPkcs12(file, PASSPHRASE);
    expect(opened.key).toEqual({ kind: 'rsa' });
    expect(Buffer.from(opened.certificates[0] ?? []).equals(pemBytes(`${agency.folder}/rsa.pem`))).toBe(true);
    await expect(readPkcs12(file, 'another')).rejects.toMatchObject({ code: 'passphrase-wrong' });
    await expect(readPkcs12(file.subarray(0, 99), PASSPHRASE)).rejects.toMatchObject({ code: 'key-invalid' });
    await expect(readPkcs12(new Uint8Array(), PASSPHRASE)).rejects.toMatchObject({ code: 'key-invalid' });
    const legacy = readFileSync(agency.pack('rsa', PASSPHRASE, '-legacy'));
    await expect(readPkcs12(legacy, PASSPHRASE)).rejects.toMatchObject({
      code: 'key-invalid',
      message: expect.stringContaining('old way') as string,
    });
  });
});
