import { beforeAll, describe, expect, it } from 'vitest';
import { keptTempFolder } from '../../support/temp-folder.ts';
import { CA_EXTENSIONS, CertificateShop, SIGNER_EXTENSIONS } from '../../support/time/certificate-shop.ts';
import { NOW, TokenBench } from '../../support/time/token-bench.ts';

const YEAR_MS = 365 * 86_400_000;

const folder = keptTempFolder();
let bench: TokenBench;
beforeAll(() => {
  bench = new TokenBench(folder);
});

describe('the certificate that signed', () => {
  it.each([
    ['no extended key usage', ['basicConstraints = CA:FALSE'], 'signer-purpose-wrong'],
    ['one that is not critical', ['extendedKeyUsage = timeStamping'], 'signer-purpose-wrong'],
    ['more than one purpose', ['extendedKeyUsage = critical,timeStamping,codeSigning'], 'signer-purpose-wrong'],
    ['another purpose', ['extendedKeyUsage = critical,codeSigning'], 'signer-purpose-wrong'],
    ['a key for encryption', ['extendedKeyUsage = critical,timeStamping', 'keyUsage = keyEncipherment'], 'signer-purpose-wrong'],
    ['an unknown critical extension', ['extendedKeyUsage = critical,timeStamping', '1.2.3.4 = critical,DER:0500'], 'chain-wrong'],
  ])('is refused with %s', async (what, extensions, code) => {
    const wrong = bench.shop.issue({ name: `Signer with ${what}`.slice(0, 60), issuer: bench.authority, extensions });
    expect((await bench.judge({ signing: { signer: wrong } })).codes).toEqual([code]);
  });

  it('may be another one of the same authority', async () => {
    const right = bench.shop.issue({
      name: 'Signer again',
      issuer: bench.authority,
      extensions: ['extendedKeyUsage = critical,timeStamping'],
    });
    expect((await bench.judge({ signing: { signer: right } })).codes).toEqual([]);
  });

  it('was valid at genTime; whether it is today does not matter', async () => {
    const dates = { validFrom: new Date(NOW.getTime() - 3 * YEAR_MS), validTo: new Date(NOW.getTime() - YEAR_MS) };
    const oldRoot = bench.shop.issue({ name: 'Old root', extensions: CA_EXTENSIONS, ...dates });
    const old = bench.shop.issue({ name: 'Old signer', issuer: oldRoot, extensions: SIGNER_EXTENSIONS, ...dates });
    const made = { signing: { signer: old, along: [] }, ask: { roots: [oldRoot.der] }, judgedBy: oldRoot };
    const at = (years: number): { tst: { genTime: Date } } => ({ tst: { genTime: new Date(NOW.getTime() - years * YEAR_MS) } });
    expect((await bench.judge({ ...made, ...at(2) })).codes).toEqual([]);
    expect((await bench.judge({ ...made, ...at(0) })).codes).toEqual(['not-valid-at-time', 'not-valid-at-time']);
    expect((await bench.judge({ ...made, ...at(4) })).codes).toEqual(['not-valid-at-time', 'not-valid-at-time']);
  });
});

describe('a token by an authority of an authority', () => {
  it('needs every certificate between', async () => {
    expect((await bench.judge({ signing: { along: [] } })).codes).toEqual(['root-unknown']);
    expect(
      (await bench.judge({ signing: { along: [] }, ask: { certificates: [bench.authority.der] }, untrusted: [bench.authority] })).codes,
    ).toEqual([]);
  });

  it('needs a root that is trusted', async () => {
    const foreign = bench.shop.issue({ name: 'Foreign root', extensions: CA_EXTENSIONS });
    expect((await bench.judge({ ask: { roots: [foreign.der] }, judgedBy: foreign })).codes).toEqual(['root-unknown']);
    expect((await bench.judge({ ask: { roots: [foreign.der, bench.root.der] } })).codes).toEqual([]);
    expect((await bench.judge({ ask: { roots: [] }, judgedBy: foreign })).codes).toEqual(['root-unknown']);
  });

  it('is not taken for one of a root of the same name', async () => {
    const namesake = new CertificateShop(`${folder}/namesake`).issue({ name: 'Root', extensions: CA_EXTENSIONS });
    expect((await bench.judge({ ask: { roots: [namesake.der] }, judgedBy: namesake })).codes).toEqual(['chain-wrong']);
    expect((await bench.judge({ ask: { roots: [namesake.der, bench.root.der] } })).codes).toEqual([]);
  });

  it.each([
    ['no authority', ['basicConstraints = critical,CA:FALSE', 'keyUsage = critical,keyCertSign']],
    ['no authority, by saying nothing', ['keyUsage = critical,keyCertSign']],
    ['an authority that may not sign certificates', ['basicConstraints = critical,CA:TRUE', 'keyUsage = critical,cRLSign']],
    ['one with an unknown critical extension', [...CA_EXTENSIONS, '1.2.3.4 = critical,DER:0500']],
  ])('is refused when between stands %s', async (what, extensions) => {
    const between = bench.shop.issue({ name: `Between ${what}`.slice(0, 60), issuer: bench.root, extensions });
    const below = bench.shop.issue({ name: `Below ${what}`.slice(0, 60), issuer: between, extensions: SIGNER_EXTENSIONS });
    expect((await bench.judge({ signing: { signer: below, along: [between] } })).codes).toEqual(['chain-wrong']);
  });

  it.each([
    ['for web sites', 'extendedKeyUsage = serverAuth', 'it lets an authority for web sites make time stamps'],
    ['for some names', 'nameConstraints = permitted;DNS:example.org', 'it understands names, and these do not matter'],
  ])('is refused when the authority is one %s alone', async (what, extension, hasNoOpinion) => {
    const between = bench.shop.issue({ name: `Authority ${what}`, issuer: bench.root, extensions: [...CA_EXTENSIONS, extension] });
    const below = bench.shop.issue({ name: `Signer ${what}`, issuer: between, extensions: SIGNER_EXTENSIONS });
    expect((await bench.judge({ signing: { signer: below, along: [between] }, hasNoOpinion })).codes).toEqual(['chain-wrong']);
  });

  it('holds to the length that an authority allows', async () => {
    const short = bench.shop.issue({
      name: 'No authority below',
      issuer: bench.root,
      extensions: ['basicConstraints = critical,CA:TRUE,pathlen:0'],
    });
    const direct = bench.shop.issue({ name: 'Direct', issuer: short, extensions: SIGNER_EXTENSIONS });
    expect((await bench.judge({ signing: { signer: direct, along: [short] } })).codes).toEqual([]);
    const below = bench.shop.issue({ name: 'Authority below', issuer: short, extensions: CA_EXTENSIONS });
    const far = bench.shop.issue({ name: 'Far', issuer: below, extensions: SIGNER_EXTENSIONS });
    expect((await bench.judge({ signing: { signer: far, along: [short, below] } })).codes).toEqual(['chain-wrong']);
  });

  it('needs signatures that still prove something', async () => {
    const old = bench.shop.issue({ name: 'SHA-1', issuer: bench.authority, digest: 'sha1', extensions: SIGNER_EXTENSIONS });
    expect((await bench.judge({ signing: { signer: old }, hasNoOpinion: 'it depends on its security level' })).codes).toEqual([
      'algorithm-refused',
    ]);
  });

  it('takes the path that holds, of two', async () => {
    // The same authority, certified by a root that is trusted and by one that is not.
    const foreign = bench.shop.issue({ name: 'Cross root', extensions: CA_EXTENSIONS });
    expect((await bench.judge({ signing: { along: [foreign, bench.authority] } })).codes).toEqual([]);
  });
});
