import { beforeAll, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { buildTimestampRequest } from '../../../src/core/timestamp/build-request.ts';
import { encodeElement, encodeSequence, encodeUnsigned } from '../../../src/core/timestamp/der-writer.ts';
import { HASH_OIDS } from '../../../src/core/timestamp/object-identifiers.ts';
import { verifyTimestamp } from '../../../src/core/timestamp/verify-timestamp.ts';
import { isLongTier } from '../../support/tier.ts';
import { keptTempFolder } from '../../support/temp-folder.ts';
import { SIGNER_EXTENSIONS } from '../../support/time/certificate-shop.ts';
import { isSignatureVerifiedByOpenssl, makeTstInfo, signTstInfo, wrapToken } from '../../support/time/made-token.ts';
import { TEST_POLICY } from '../../support/time/time-authority.ts';
import { NONCE, NOW, SUBJECT, SUBJECT_DIGEST, timestampPorts, TokenBench } from '../../support/time/token-bench.ts';

const folder = keptTempFolder();
let bench: TokenBench;
beforeAll(() => {
  bench = new TokenBench(folder);
});

const sha = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

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
    expect(await bench.judge({})).toMatchObject({ codes: [], notes: ['accuracy-not-given', 'revocation-not-given'] });
  });

  it.each([
    [2, 'rejection'],
    [3, 'waiting'],
    [4, 'revocation-warning'],
    [5, 'revocation-notification'],
  ])('is worth nothing at status %i', async (status, word) => {
    const refused = wrapToken(undefined, status, encodeSequence(encodeElement(0x0c, toUtf8('not\ntoday'))));
    const { codes, messages } = await bench.judge({ change: () => refused });
    expect(codes).toEqual(['status-not-granted']);
    expect(messages).toContain(`${word}: not today`);
  });

  it('may be granted with modifications', async () => {
    expect((await bench.judge({ change: (response) => Uint8Array.from(response).fill(1, 8, 9) })).codes).toEqual([]);
  });

  it('holds a token when it is granted', async () => {
    expect((await bench.judge({ change: () => wrapToken(undefined) })).codes).toEqual(['response-malformed']);
  });

  it('signs a TSTInfo of version 1 that is DER, and nothing else', async () => {
    expect((await bench.judge({ signing: { contentType: '1.2.840.113549.1.7.1' } })).codes).toEqual(['content-wrong']);
    expect((await bench.judge({ tst: { version: 2 } })).codes).toEqual(['content-wrong']);
    const extension = encodeSequence(Uint8Array.of(6, 3, 42, 3, 4), Uint8Array.of(1, 1, 0xff), Uint8Array.of(4, 0));
    expect(
      (await bench.judge({ tst: { more: encodeElement(0xa1, extension) }, hasNoOpinion: 'it does not look at extensions' })).codes,
    ).toEqual(['content-wrong']);
    for (const genTimeText of ['20260230120000Z', '202601011200Z', '20260101120000.50Z', '20260101120000+0100', '20260101120000']) {
      const { codes } = await bench.judge({ tst: { genTimeText }, hasNoOpinion: 'it does not look at genTime' });
      expect([genTimeText, ...codes]).toEqual([genTimeText, 'content-wrong']);
    }
  });

  it('may say fractions of a second', async () => {
    const tst = { genTimeText: `${NOW.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}.0000005Z` };
    expect((await bench.judge({ tst })).codes).toEqual([]);
  });
});

describe('what the token is over', () => {
  it('is these bytes', async () => {
    expect((await bench.judge({ tst: { subject: toUtf8('another') } })).codes).toEqual(['imprint-wrong', 'imprint-wrong']);
  });

  it('is told by SHA-256 or SHA-512 alone, and by that of the request', async () => {
    expect((await bench.judge({ tst: { hashOid: '1.3.14.3.2.26' } })).codes).toEqual(['imprint-algorithm-wrong']);
    expect((await bench.judge({ tst: { hashOid: HASH_OIDS.sha512 } })).codes).toEqual(['imprint-algorithm-wrong']);
    const digests = await verifyTimestamp(timestampPorts, {
      subject: { sha256: SUBJECT_DIGEST },
      response: wrapToken(
        signTstInfo(folder, makeTstInfo({ subject: SUBJECT, hashOid: HASH_OIDS.sha512 }), {
          signer: bench.signer,
          along: [bench.authority],
        }),
      ),
      roots: [bench.root.der],
    });
    expect(digests.findings.map(({ code }) => code)).toEqual(['imprint-algorithm-wrong']);
  });

  it('answers this request', async () => {
    expect((await bench.judge({ tst: { nonce: Uint8Array.of(1) } })).codes).toEqual(['nonce-wrong']);
    const without = { subject: SUBJECT, genTime: NOW };
    const response = wrapToken(signTstInfo(folder, makeTstInfo(without), { signer: bench.signer, along: [bench.authority] }));
    expect((await bench.judge({ change: () => response })).codes).toEqual(['nonce-wrong']);
    expect((await bench.judge({ ask: { request: Uint8Array.of(0x30, 0) }, hasNoOpinion: 'it ends' })).codes).toEqual(['request-malformed']);
  });

  it('is stamped under a policy that is accepted', async () => {
    const request = buildTimestampRequest({ hash: 'sha256', digest: SUBJECT_DIGEST, nonce: NONCE, policy: '1.2.3.4' });
    expect((await bench.judge({ ask: { request } })).codes).toEqual(['policy-wrong']);
    expect((await bench.judge({ tst: { policy: '1.2.3.4' }, ask: { request } })).codes).toEqual([]);
    expect((await bench.judge({ ask: { policies: ['1.2.3.4'] }, hasNoOpinion: 'it is not asked' })).codes).toEqual(['policy-wrong']);
    expect((await bench.judge({ ask: { policies: ['1.2.3.4', TEST_POLICY] } })).codes).toEqual([]);
  });
});

describe('the signature', () => {
  it('is over the TSTInfo as it stands', async () => {
    const changed = await bench.judge({ change: (response) => flipIn(response, Uint8Array.of(2, 2 + 1, 0, 0xc5, 7)) });
    expect(changed.codes).toEqual(['signed-attributes-wrong']);
    expect((await bench.judge({ change: (response) => flipIn(response, response.subarray(-1)) })).codes).toEqual(['signature-wrong']);
    expect((await bench.judge({ change: (response) => response.subarray(0, -1) })).codes).toEqual(['response-malformed']);
  });

  it('is over the signed attributes as they stand', async () => {
    // The message digest is fitted to other content, as one would who cannot sign.
    const other = makeTstInfo({ subject: SUBJECT, nonce: NONCE, genTime: new Date(NOW.getTime() - 3_600_000) });
    const own = makeTstInfo({ subject: SUBJECT, nonce: NONCE, genTime: NOW });
    const swap = (response: Uint8Array): Uint8Array => {
      const changed = Buffer.from(response);
      changed.set(other, changed.indexOf(Buffer.from(own)));
      changed.set(sha(other), changed.indexOf(sha(own)));
      return new Uint8Array(changed);
    };
    expect((await bench.judge({ change: swap })).codes).toEqual(['signature-wrong']);
  });

  it('is made with an algorithm and a key that still prove something', async () => {
    const rsa = bench.shop.issue({ name: 'RSA', issuer: bench.authority, key: 'rsa', extensions: SIGNER_EXTENSIONS });
    expect((await bench.judge({ signing: { signer: rsa } })).codes).toEqual([]);
    for (const digest of ['sha256', 'sha512']) {
      // `openssl ts` knows no PSS; `openssl cms` does.
      const signing = { signer: rsa, options: ['-keyopt', 'rsa_padding_mode:pss'], digest, along: [bench.authority] };
      expect((await bench.judge({ signing, hasNoOpinion: 'see above' })).codes).toEqual([]);
      const token = signTstInfo(folder, makeTstInfo({ subject: SUBJECT, nonce: NONCE, genTime: NOW }), signing);
      expect(isSignatureVerifiedByOpenssl(folder, token, bench.root)).toBe(true);
    }
    const sha1 = await bench.judge({ signing: { signer: rsa, digest: 'sha1' }, hasNoOpinion: 'it accepts SHA-1' });
    expect(sha1.codes).toEqual(['algorithm-refused', 'algorithm-refused']);
    const short = bench.shop.issue({ name: 'Short', issuer: bench.authority, key: 'rsa-1024', extensions: SIGNER_EXTENSIONS });
    expect((await bench.judge({ signing: { signer: short }, hasNoOpinion: 'it accepts 1024 bits' })).codes).toEqual(['algorithm-refused']);
  });

  it('is of the certificate that its attributes name', async () => {
    expect((await bench.judge({ signing: { isUnnamed: true } })).codes).toEqual(['signer-identifier-wrong']);
    // The hash of the certificate, where it is named: nothing else of it changes but what the signature is over.
    const named = createHash('sha256').update(bench.signer.der).digest();
    const { codes } = await bench.judge({ change: (response) => flipIn(response, new Uint8Array(named)) });
    expect(codes).toEqual(['signature-wrong', 'signer-identifier-wrong']);
    expect((await bench.judge({ signing: { isBare: true, along: [] }, hasNoOpinion: 'as below' })).codes).toEqual(['signer-missing']);
  });

  it('may come without certificates, when they lie beside it', async () => {
    const bare = { signing: { isBare: true, along: [] } };
    expect(
      (
        await bench.judge({
          ...bare,
          ask: { certificates: [bench.signer.der, bench.authority.der] },
          untrusted: [bench.signer, bench.authority],
        })
      ).codes,
    ).toEqual([]);
    expect((await bench.judge({ ...bare, ask: { certificates: [bench.authority.der] }, untrusted: [bench.authority] })).codes).toEqual([
      'signer-missing',
    ]);
  });
});

describe('what is not what it says', () => {
  it('is malformed, and never more', async () => {
    const response = bench.plainResponse;
    expect(await bench.findIn(response)).toEqual([]);
    let accepted = 0;
    let tried = 0;
    for (let at = 0; at < response.length; at += isLongTier() ? 1 : 53) {
      const changed = Uint8Array.from(response);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      tried += 1;
      if ((await bench.findIn(changed)).length === 0) accepted += 1;
      expect(await bench.findIn(response.subarray(0, at))).not.toEqual([]);
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
      expect(await bench.findIn(bytes)).toEqual(['response-malformed']);
    }
  });
});
