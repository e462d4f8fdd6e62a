import { createHash } from 'node:crypto';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { buildTimestampRequest } from '../../../src/core/timestamp/build-request.ts';
import type { TimestampToVerify } from '../../../src/core/timestamp/timestamp-report.ts';
import { verifyTimestamp } from '../../../src/core/timestamp/verify-timestamp.ts';
import { createCertificateCryptography } from '../../../src/core/timestamp/web-crypto.ts';
import { CA_EXTENSIONS, CertificateShop, type IssuedCertificate, SIGNER_EXTENSIONS } from './certificate-shop.ts';
import { isTokenVerifiedByOpenssl, makeTstInfo, type SigningWish, signTstInfo, type TstInfoWish, wrapToken } from './made-token.ts';

/** What a token of the bench is over, unless it is wished otherwise. */
export const SUBJECT = toUtf8('a checkpoint note\n');
export const NONCE = Uint8Array.of(0x99, 1, 2, 3, 4, 5, 6, 7);
export const SUBJECT_DIGEST = new Uint8Array(createHash('sha256').update(SUBJECT).digest());
/** Without a fraction. */
export const NOW = new Date(Math.floor(Date.now() / 1000) * 1000);
export const timestampPorts = { certificates: createCertificateCryptography(crypto.subtle) };

/** One token with one thing wished otherwise. */
export interface Made {
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

/** What is found in it. */
export interface Judgement {
  readonly codes: readonly string[];
  readonly notes: readonly string[];
  readonly messages: string;
}

/** Root, authority and signer in one folder, and tokens of theirs that we and openssl judge. */
export class TokenBench {
  readonly folder: string;
  readonly shop: CertificateShop;
  readonly root: IssuedCertificate;
  readonly authority: IssuedCertificate;
  readonly signer: IssuedCertificate;
  /** With nothing wished otherwise. */
  readonly plainResponse: Uint8Array;

  constructor(folder: string) {
    this.folder = folder;
    this.shop = new CertificateShop(folder);
    this.root = this.shop.issue({ name: 'Root', extensions: CA_EXTENSIONS });
    this.authority = this.shop.issue({ name: 'Authority', issuer: this.root, extensions: CA_EXTENSIONS });
    this.signer = this.shop.issue({ name: 'Signer', issuer: this.authority, extensions: SIGNER_EXTENSIONS });
    this.plainResponse = this.make({});
  }

  make({ tst, signing }: Pick<Made, 'tst' | 'signing'>): Uint8Array {
    const tstInfo = makeTstInfo({ subject: SUBJECT, nonce: NONCE, genTime: NOW, ...tst });
    return wrapToken(signTstInfo(this.folder, tstInfo, { signer: this.signer, along: [this.authority], ...signing }));
  }

  /** Our findings. Throws where openssl, which accepts what has none, does not agree. */
  async judge(made: Made): Promise<Judgement> {
    const plain = made.tst === undefined && made.signing === undefined ? this.plainResponse : this.make(made);
    const response = made.change?.(plain) ?? plain;
    const request = buildTimestampRequest({ hash: 'sha256', digest: SUBJECT_DIGEST, nonce: NONCE });
    const token = { subject: SUBJECT, request, response, roots: [this.root.der], ...made.ask };
    const { findings, notes } = await verifyTimestamp(timestampPorts, token);
    const codes = findings.map(({ code }) => code);
    if (made.hasNoOpinion === undefined) {
      const at = made.tst?.genTime ?? NOW;
      const question = {
        response,
        subject: SUBJECT,
        request: token.request,
        root: made.judgedBy ?? this.root,
        untrusted: made.untrusted,
        at,
      };
      if (isTokenVerifiedByOpenssl(this.folder, question) !== (codes.length === 0))
        throw new Error(`openssl does not agree with: ${codes.join(' ')}`);
    }
    return { codes, notes: notes.map(({ code }) => code), messages: findings.map(({ message }) => message).join('\n') };
  }

  /** What is found in a response of whatever kind. */
  async findIn(response: Uint8Array): Promise<readonly string[]> {
    const { findings } = await verifyTimestamp(timestampPorts, { subject: SUBJECT, response, roots: [this.root.der] });
    return findings.map(({ code }) => code);
  }
}
