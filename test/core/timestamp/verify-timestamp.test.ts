import { beforeAll, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { buildTimestampRequest } from '../../../src/core/timestamp/build-request.ts';
import { encodeElement, encodeSequence, encodeUnsigned } from '../../../src/core/timestamp/der-writer.ts';
import { HASH_OIDS } from '../../../src/core/timestamp/object-identifiers.ts';
import type { TimestampToVerify } from '../../../src/core/timestamp/timestamp-report.ts';
import { verifyTimestamp } from '../../../src/core/timestamp/verify-timestamp.ts';
import { createCertificateCryptography } from '../../../src/core/timestamp/web-crypto.ts';
import { isLongTier } from '../../support/tier.ts';
import { keptTempFolder } from '../../support/temp-folder.ts';
import { CA_EXTENSIONS, CertificateShop, type IssuedCertificate, SIGNER_EXTENSIONS } from '../../support/time/certificate-shop.ts';
import {
  isSignatureVerifiedByOpenssl,
  isTokenVerifiedByOpenssl,
  makeTstInfo,
  type SigningWish,
  signTstInfo,
  type TstInfoWish,
  wrapToken,
} from '../../support/time/made-token.ts';
import { TEST_POLICY } from '../../support/time/time-authority.ts';

const ports = { certificates: createCertificateCryptography(crypto.subtle) };
const subject = toUtf8('a checkpoint note\n');
const nonce = Uint8Array.of(0x99, 1, 2, 3, 4, 5, 6, 7);
const digest = new Uint8Array(createHash('sha256').update(subject).digest());
const YEAR_MS = 365 * 86_400_000;
const now = new Date(Math.floor(Date.now() / 1000) * 1000);

const folder = keptTempFolder();
let shop: CertificateShop;
let root: IssuedCertificate;
let authority: IssuedCertificate;
let signer: IssuedCertificate;
let plainResponse: Uint8Array;

beforeAll(() => {
  shop = new CertificateShop(folder);
  root = shop.issue({ name: 'Root', extensions: CA_EXTENSIONS });
  authority = shop.issue({ name: 'Authority', issuer: root, extensions: CA_EXTENSIONS });
  signer = shop.issue({ name: 'Signer', issuer: authority, extensions: SIGNER_EXTENSIONS });
  plainResponse = wrapToken(signTstInfo(folder, makeTstInfo({ subject, nonce, genTime: now }), { signer, along: [authority] }));
});

interface Made {
  readonly tst?: Partial<TstInfoWish>;
  readonly signing?: Partial<SigningWish>;
  readonly change?: (response: Uint8Array) => Uint8Array;
  readonly ask?: Partial<Pick<TimestampToVerify, 'request' | 'roots' | 'certificates' | 'revocation' | 'policies'>>;
  /** Root that openssl is given. */
  readonly judgedBy?: IssuedCertificate;
  readonly untrusted?: readonly IssuedCertificate[];
  /** openssl looks at less than we do: not what it says of this. */
  readonly hasNoOpinion?: string;
}

/** Our findings, and the agreement of openssl where it has an opinion: it accepts what has none. */
async function judge(
  made: Made,
): Promise<{ readonly codes: readonly string[]; readonly notes: readonly string[]; readonly messages: string }> {
  const plain =
    made.tst === undefined && made.signing === undefined
      ? plainResponse
      : wrapToken(
          signTstInfo(folder, makeTstInfo({ subject, nonce, genTime: now, ...made.tst }), { signer, along: [authority], ...made.signing }),
        );
  const response = made.change?.(plain) ?? plain;
  const request = buildTimestampRequest({ hash: 'sha256', digest, nonce });
  const token = { subject, request, response, roots: [root.der], ...made.ask };
  const report = await verifyTimestamp(ports, token);
  const codes = report.findings.map(({ code }) => code);
  if (made.hasNoOpinion === undefined) {
    const at = made.tst?.genTime ?? now;
    const question = { response, subject, request: token.request, root: made.judgedBy ?? root, untrusted: made.untrusted, at };
    if (isTokenVerifiedByOpenssl(folder, question) !== (codes.length === 0))
      throw new Error(`openssl does not agree with: ${codes.join(' ')}`);
  }
  return { codes, notes: report.notes.map(({ code }) => code), messages: report.findings.map(({ message }) => message).join('\n') };
}

const sha = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** What is found in a response of whatever kind. */
async function findIn(response: Uint8Array): Promise<readonly string[]> {
  return (await verifyTimestamp(ports, { subject, response, roots: [root.der] })).findings.map(({ code }) => code);
}

/** The bytes with the last occurrence of `wanted` flipped in one bit. */
function flipIn(bytes: Uint8Array, wanted: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).lastIndexOf(Buffer.from(wanted));
  if (at < 0) throw new Error('not there');
  const changed = Uint8Array.from(bytes);
  changed[at + wanted.length - 1] = (changed[at + wanted.length - 1] ?? 0) ^ 1;
  return changed;
}

describe('the response', () => {
  it('is right when nothing is wrong with it', async () => {
    expect(await judge({})).toMatchObject({ codes: [], notes: ['accuracy-not-given', 'revocation-not-given'] });
  });

  it.each([
    [2, 'rejection'],
    [3, 'waiting'],
    [4, 'revocation-warning'],
    [5, 'revocation-notification'],
  ])('is worth nothing at status %i', async (status, word) => {
    const refused = wrapToken(undefined, status, encodeSequence(encodeElement(0x0c, toUtf8('not\ntoday'))));
    const { codes, messages } = await judge({ change: () => refused });
    expect(codes).toEqual(['status-not-granted']);
    expect(messages).toContain(`${word}: not today`);
  });

  it('may be granted with modifications', async () => {
    expect((await judge({ change: (response) => Uint8Array.from(response).fill(1, 8, 9) })).codes).toEqual([]);
  });

  it('holds a token when it is granted', async () => {
    expect((await judge({ change: () => wrapToken(undefined) })).codes).toEqual(['response-malformed']);
  });

  it('signs a TSTInfo of version 1 that is DER, and nothing else', async () => {
    expect((await judge({ signing: { contentType: '1.2.840.113549.1.7.1' } })).codes).toEqual(['content-wrong']);
    expect((await judge({ tst: { version: 2 } })).codes).toEqual(['content-wrong']);
    const extension = encodeSequence(Uint8Array.of(6, 3, 42, 3, 4), Uint8Array.of(1, 1, 0xff), Uint8Array.of(4, 0));
    expect((await judge({ tst: { more: encodeElement(0xa1, extension) }, hasNoOpinion: 'it does not look at extensions' })).codes).toEqual([
      'content-wrong',
    ]);
    for (const genTimeText of ['20260230120000Z', '202601011200Z', '20260101120000.50Z', '20260101120000+0100', '20260101120000']) {
      const { codes } = await judge({ tst: { genTimeText }, hasNoOpinion: 'it does not look at genTime' });
      expect([genTimeText, ...codes]).toEqual([genTimeText, 'content-wrong']);
    }
  });

  it('may say fractions of a second', async () => {
    const tst = { genTimeText: `${now.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}.0000005Z` };
    expect((await judge({ tst })).codes).toEqual([]);
  });
});

describe('what the token is over', () => {
  it('is these bytes', async () => {
    expect((await judge({ tst: { subject: toUtf8('another') } })).codes).toEqual(['imprint-wrong', 'imprint-wrong']);
  });

  it('is told by SHA-256 or SHA-512 alone, and by that of the request', async () => {
    expect((await judge({ tst: { hashOid: '1.3.14.3.2.26' } })).codes).toEqual(['imprint-algorithm-wrong']);
    expect((await judge({ tst: { hashOid: HASH_OIDS.sha512 } })).codes).toEqual(['imprint-algorithm-wrong']);
    const digests = await verifyTimestamp(ports, {
      subject: { sha256: digest },
      response: wrapToken(signTstInfo(folder, makeTstInfo({ subject, hashOid: HASH_OIDS.sha512 }), { signer, along: [authority] })),
      roots: [root.der],
    });
    expect(digests.findings.map(({ code }) => code)).toEqual(['imprint-algorithm-wrong']);
  });

  it('answers this request', async () => {
    expect((await judge({ tst: { nonce: Uint8Array.of(1) } })).codes).toEqual(['nonce-wrong']);
    const { nonce: _, ...without } = { subject, nonce, genTime: now };
    const response = wrapToken(signTstInfo(folder, makeTstInfo(without), { signer, along: [authority] }));
    expect((await judge({ change: () => response })).codes).toEqual(['nonce-wrong']);
    expect((await judge({ ask: { request: Uint8Array.of(0x30, 0) }, hasNoOpinion: 'it ends' })).codes).toEqual(['request-malformed']);
  });

  it('is stamped under a policy that is accepted', async () => {
    const request = buildTimestampRequest({ hash: 'sha256', digest, nonce, policy: '1.2.3.4' });
    expect((await judge({ ask: { request } })).codes).toEqual(['policy-wrong']);
    expect((await judge({ tst: { policy: '1.2.3.4' }, ask: { request } })).codes).toEqual([]);
    expect((await judge({ ask: { policies: ['1.2.3.4'] }, hasNoOpinion: 'it is not asked' })).codes).toEqual(['policy-wrong']);
    expect((await judge({ ask: { policies: ['1.2.3.4', TEST_POLICY] } })).codes).toEqual([]);
  });
});

describe('the signature', () => {
  it('is over the TSTInfo as it stands', async () => {
    const changed = await judge({ change: (response) => flipIn(response, Uint8Array.of(2, 2 + 1, 0, 0xc5, 7)) });
    expect(changed.codes).toEqual(['signed-attributes-wrong']);
    expect((await judge({ change: (response) => flipIn(response, response.subarray(-1)) })).codes).toEqual(['signature-wrong']);
    expect((await judge({ change: (response) => response.subarray(0, -1) })).codes).toEqual(['response-malformed']);
  });

  it('is over the signed attributes as they stand', async () => {
    // The message digest is fitted to other content, as one would who cannot sign.
    const other = makeTstInfo({ subject, nonce, genTime: new Date(now.getTime() - 3_600_000) });
    const own = makeTstInfo({ subject, nonce, genTime: now });
    const swap = (response: Uint8Array): Uint8Array => {
      const changed = Buffer.from(response);
      changed.set(other, changed.indexOf(Buffer.from(own)));
      changed.set(sha(other), changed.indexOf(sha(own)));
      return new Uint8Array(changed);
    };
    expect((await judge({ change: swap })).codes).toEqual(['signature-wrong']);
  });

  it('is made with an algorithm and a key that still prove something', async () => {
    const rsa = shop.issue({ name: 'RSA', issuer: authority, key: 'rsa', extensions: SIGNER_EXTENSIONS });
    expect((await judge({ signing: { signer: rsa } })).codes).toEqual([]);
    for (const digest of ['sha256', 'sha512']) {
      // `openssl ts` knows no PSS; `openssl cms` does.
      const signing = { signer: rsa, options: ['-keyopt', 'rsa_padding_mode:pss'], digest, along: [authority] };
      expect((await judge({ signing, hasNoOpinion: 'see above' })).codes).toEqual([]);
      const token = signTstInfo(folder, makeTstInfo({ subject, nonce, genTime: now }), signing);
      expect(isSignatureVerifiedByOpenssl(folder, token, root)).toBe(true);
    }
    const sha1 = await judge({ signing: { signer: rsa, digest: 'sha1' }, hasNoOpinion: 'it accepts SHA-1' });
    expect(sha1.codes).toEqual(['algorithm-refused', 'algorithm-refused']);
    const short = shop.issue({ name: 'Short', issuer: authority, key: 'rsa-1024', extensions: SIGNER_EXTENSIONS });
    expect((await judge({ signing: { signer: short }, hasNoOpinion: 'it accepts 1024 bits' })).codes).toEqual(['algorithm-refused']);
  });

  it('is of the certificate that its attributes name', async () => {
    expect((await judge({ signing: { isUnnamed: true } })).codes).toEqual(['signer-identifier-wrong']);
    // The hash of the certificate, where it is named: nothing else of it changes but what the signature is over.
    const named = createHash('sha256').update(signer.der).digest();
    const { codes } = await judge({ change: (response) => flipIn(response, new Uint8Array(named)) });
    expect(codes).toEqual(['signature-wrong', 'signer-identifier-wrong']);
    expect((await judge({ signing: { isBare: true, along: [] }, hasNoOpinion: 'as below' })).codes).toEqual(['signer-missing']);
  });

  it('may come without certificates, when they lie beside it', async () => {
    const bare = { signing: { isBare: true, along: [] } };
    expect((await judge({ ...bare, ask: { certificates: [signer.der, authority.der] }, untrusted: [signer, authority] })).codes).toEqual(
      [],
    );
    expect((await judge({ ...bare, ask: { certificates: [authority.der] }, untrusted: [authority] })).codes).toEqual(['signer-missing']);
  });
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
    const wrong = shop.issue({ name: `Signer with ${what}`.slice(0, 60), issuer: authority, extensions });
    expect((await judge({ signing: { signer: wrong } })).codes).toEqual([code]);
  });

  it('may be another one of the same authority', async () => {
    const right = shop.issue({ name: 'Signer again', issuer: authority, extensions: ['extendedKeyUsage = critical,timeStamping'] });
    expect((await judge({ signing: { signer: right } })).codes).toEqual([]);
  });

  it('was valid at genTime; whether it is today does not matter', async () => {
    const dates = { validFrom: new Date(now.getTime() - 3 * YEAR_MS), validTo: new Date(now.getTime() - YEAR_MS) };
    const oldRoot = shop.issue({ name: 'Old root', extensions: CA_EXTENSIONS, ...dates });
    const old = shop.issue({ name: 'Old signer', issuer: oldRoot, extensions: SIGNER_EXTENSIONS, ...dates });
    const made = { signing: { signer: old, along: [] }, ask: { roots: [oldRoot.der] }, judgedBy: oldRoot };
    const at = (years: number): { tst: { genTime: Date } } => ({ tst: { genTime: new Date(now.getTime() - years * YEAR_MS) } });
    expect((await judge({ ...made, ...at(2) })).codes).toEqual([]);
    expect((await judge({ ...made, ...at(0) })).codes).toEqual(['not-valid-at-time', 'not-valid-at-time']);
    expect((await judge({ ...made, ...at(4) })).codes).toEqual(['not-valid-at-time', 'not-valid-at-time']);
  });
});

describe('a token by an authority of an authority', () => {
  it('needs every certificate between', async () => {
    expect((await judge({ signing: { along: [] } })).codes).toEqual(['root-unknown']);
    expect((await judge({ signing: { along: [] }, ask: { certificates: [authority.der] }, untrusted: [authority] })).codes).toEqual([]);
  });

  it('needs a root that is trusted', async () => {
    const foreign = shop.issue({ name: 'Foreign root', extensions: CA_EXTENSIONS });
    expect((await judge({ ask: { roots: [foreign.der] }, judgedBy: foreign })).codes).toEqual(['root-unknown']);
    expect((await judge({ ask: { roots: [foreign.der, root.der] } })).codes).toEqual([]);
    expect((await judge({ ask: { roots: [] }, judgedBy: foreign })).codes).toEqual(['root-unknown']);
  });

  it('is not taken for one of a root of the same name', async () => {
    const namesake = new CertificateShop(keptNamesake()).issue({ name: 'Root', extensions: CA_EXTENSIONS });
    expect((await judge({ ask: { roots: [namesake.der] }, judgedBy: namesake })).codes).toEqual(['chain-wrong']);
    expect((await judge({ ask: { roots: [namesake.der, root.der] } })).codes).toEqual([]);
  });

  it.each([
    ['no authority', ['basicConstraints = critical,CA:FALSE', 'keyUsage = critical,keyCertSign']],
    ['no authority, by saying nothing', ['keyUsage = critical,keyCertSign']],
    ['an authority that may not sign certificates', ['basicConstraints = critical,CA:TRUE', 'keyUsage = critical,cRLSign']],
    ['one with an unknown critical extension', [...CA_EXTENSIONS, '1.2.3.4 = critical,DER:0500']],
  ])('is refused when between stands %s', async (what, extensions) => {
    const between = shop.issue({ name: `Between ${what}`.slice(0, 60), issuer: root, extensions });
    const below = shop.issue({ name: `Below ${what}`.slice(0, 60), issuer: between, extensions: SIGNER_EXTENSIONS });
    expect((await judge({ signing: { signer: below, along: [between] } })).codes).toEqual(['chain-wrong']);
  });

  it.each([
    ['for web sites', 'extendedKeyUsage = serverAuth', 'it lets an authority for web sites make time stamps'],
    ['for some names', 'nameConstraints = permitted;DNS:example.org', 'it understands names, and these do not matter'],
  ])('is refused when the authority is one %s alone', async (what, extension, hasNoOpinion) => {
    const between = shop.issue({ name: `Authority ${what}`, issuer: root, extensions: [...CA_EXTENSIONS, extension] });
    const below = shop.issue({ name: `Signer ${what}`, issuer: between, extensions: SIGNER_EXTENSIONS });
    expect((await judge({ signing: { signer: below, along: [between] }, hasNoOpinion })).codes).toEqual(['chain-wrong']);
  });

  it('holds to the length that an authority allows', async () => {
    const short = shop.issue({ name: 'No authority below', issuer: root, extensions: ['basicConstraints = critical,CA:TRUE,pathlen:0'] });
    const direct = shop.issue({ name: 'Direct', issuer: short, extensions: SIGNER_EXTENSIONS });
    expect((await judge({ signing: { signer: direct, along: [short] } })).codes).toEqual([]);
    const below = shop.issue({ name: 'Authority below', issuer: short, extensions: CA_EXTENSIONS });
    const far = shop.issue({ name: 'Far', issuer: below, extensions: SIGNER_EXTENSIONS });
    expect((await judge({ signing: { signer: far, along: [short, below] } })).codes).toEqual(['chain-wrong']);
  });

  it('needs signatures that still prove something', async () => {
    const old = shop.issue({ name: 'SHA-1', issuer: authority, digest: 'sha1', extensions: SIGNER_EXTENSIONS });
    expect((await judge({ signing: { signer: old }, hasNoOpinion: 'it depends on its security level' })).codes).toEqual([
      'algorithm-refused',
    ]);
  });

  it('takes the path that holds, of two', async () => {
    // The same authority, certified by a root that is trusted and by one that is not.
    const foreign = shop.issue({ name: 'Cross root', extensions: CA_EXTENSIONS });
    expect((await judge({ signing: { along: [foreign, authority] } })).codes).toEqual([]);
  });
});

describe('what is not what it says', () => {
  it('is malformed, and never more', async () => {
    const response = plainResponse;
    expect(await findIn(response)).toEqual([]);
    let accepted = 0;
    let tried = 0;
    for (let at = 0; at < response.length; at += isLongTier() ? 1 : 53) {
      const changed = Uint8Array.from(response);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      tried += 1;
      if ((await findIn(changed)).length === 0) accepted += 1;
      expect(await findIn(response.subarray(0, at))).not.toEqual([]);
    }
    // Bytes that nothing is signed over: the status among those that are granted, what algorithms are announced.
    expect(accepted).toBeLessThan(tried / 10);
  });

  it('ends within its bounds', async () => {
    const deep = new Uint8Array(100_000).fill(0x30).map((byte, at) => (at % 2 === 0 ? byte : 0x80));
    const many = encodeElement(
      0x30,
      new Uint8Array(2_000_000).map((_, at) => (at % 2 === 0 ? 5 : 0)),
    );
    for (const bytes of [deep, many, new Uint8Array(5_000_000), new Uint8Array(), encodeUnsigned(Uint8Array.of(1))]) {
      expect(await findIn(bytes)).toEqual(['response-malformed']);
    }
  });
});

function keptNamesake(): string {
  return `${folder}/namesake`;
}
