import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { concatBytes, toUtf8 } from '../../../src/core/digest/encoding.ts';
import { encodeElement, encodeObjectIdentifier, encodeSequence, encodeUnsigned } from '../../../src/core/timestamp/der-writer.ts';
import { HASH_OIDS } from '../../../src/core/timestamp/object-identifiers.ts';
import { type IssuedCertificate, runOpenssl } from './certificate-shop.ts';
import { TEST_POLICY } from './time-authority.ts';

/** Tokens of any content, signed by `openssl cms`: what `openssl ts` would never make. */

export interface TstInfoWish {
  readonly subject: Uint8Array;
  readonly hashOid?: string;
  readonly policy?: string;
  readonly genTime?: Date;
  /** Instead of `genTime`, as it stands. */
  readonly genTimeText?: string;
  readonly nonce?: Uint8Array;
  /** Content of Accuracy. */
  readonly accuracy?: Uint8Array;
  readonly version?: number;
  /** More fields at the end. */
  readonly more?: Uint8Array;
}

export function makeTstInfo(wish: TstInfoWish): Uint8Array {
  const digest = new Uint8Array(
    createHash(wish.hashOid === HASH_OIDS.sha512 ? 'sha512' : 'sha256')
      .update(wish.subject)
      .digest(),
  );
  const algorithm = encodeSequence(encodeObjectIdentifier(wish.hashOid ?? HASH_OIDS.sha256), encodeElement(0x05, new Uint8Array()));
  const genTime = wish.genTimeText ?? `${(wish.genTime ?? new Date()).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
  return encodeSequence(
    encodeUnsigned(Uint8Array.of(wish.version ?? 1)),
    encodeObjectIdentifier(wish.policy ?? TEST_POLICY),
    encodeSequence(algorithm, encodeElement(0x04, digest)),
    encodeUnsigned(Uint8Array.of(0xc5, 7)),
    encodeElement(0x18, toUtf8(genTime)),
    ...(wish.accuracy === undefined ? [] : [encodeElement(0x30, wish.accuracy)]),
    ...(wish.nonce === undefined ? [] : [encodeUnsigned(wish.nonce)]),
    ...(wish.more === undefined ? [] : [wish.more]),
  );
}

export interface SigningWish {
  readonly signer: IssuedCertificate;
  /** Certificates that go along. */
  readonly along?: readonly IssuedCertificate[];
  readonly digest?: string;
  readonly contentType?: string;
  /** Without ESSCertID. */
  readonly isUnnamed?: boolean;
  /** Without any certificate. */
  readonly isBare?: boolean;
  readonly options?: readonly string[];
}

/** ContentInfo of the token. */
export function signTstInfo(folder: string, tstInfo: Uint8Array, wish: SigningWish): Uint8Array {
  const [input, along] = [join(folder, 'tst.der'), join(folder, 'along.pem')];
  writeFileSync(input, tstInfo);
  writeFileSync(along, (wish.along ?? []).map(({ pem }) => pem).join(''));
  const options = [
    ...'cms -sign -binary -nodetach -nosmimecap -outform DER'.split(' '),
    '-in',
    input,
    '-econtent_type',
    wish.contentType ?? '1.2.840.113549.1.9.16.1.4',
    '-signer',
    wish.signer.certificateFile,
    '-inkey',
    wish.signer.keyFile,
    '-md',
    wish.digest ?? 'sha256',
    ...(wish.isUnnamed === true ? [] : ['-cades']),
    ...(wish.isBare === true ? ['-nocerts'] : []),
    ...((wish.along ?? []).length === 0 ? [] : ['-certfile', along]),
    ...(wish.options ?? []),
  ];
  return runOpenssl(folder, options);
}

/** TimeStampResp; 0 is granted. */
export function wrapToken(token: Uint8Array | undefined, status = 0, info: Uint8Array = new Uint8Array()): Uint8Array {
  return encodeSequence(
    encodeElement(0x30, concatBytes(encodeUnsigned(Uint8Array.of(status)), info)),
    ...(token === undefined ? [] : [token]),
  );
}

export interface OpensslQuestion {
  readonly response: Uint8Array;
  readonly subject: Uint8Array;
  readonly request?: Uint8Array | undefined;
  readonly root: IssuedCertificate;
  readonly untrusted?: readonly IssuedCertificate[] | undefined;
  readonly at: Date;
}

/** What `openssl ts -verify` says, asked for the moment of genTime as our README says it. */
export function isTokenVerifiedByOpenssl(folder: string, question: OpensslQuestion): boolean {
  const file = (name: string, bytes: Uint8Array | string): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const untrusted = question.untrusted ?? [];
  const options = [
    'ts',
    '-verify',
    '-in',
    file('judged.tsr', question.response),
    '-CAfile',
    question.root.certificateFile,
    ...(question.request === undefined
      ? ['-data', file('judged', question.subject)]
      : ['-queryfile', file('judged.tsq', question.request)]),
    ...(untrusted.length === 0 ? [] : ['-untrusted', file('judged-untrusted.pem', untrusted.map(({ pem }) => pem).join(''))]),
    '-attime',
    String(Math.floor(question.at.getTime() / 1000)),
  ];
  const result = spawnSync('openssl', options, { cwd: folder, encoding: 'utf8' });
  if (result.error !== undefined) throw result.error;
  return result.status === 0 && `${result.stdout}${result.stderr}`.includes('Verification: OK');
}

/** What `openssl cms -verify` says of the signature and the certificates of a token: it knows more algorithms than `openssl ts`. */
export function isSignatureVerifiedByOpenssl(folder: string, token: Uint8Array, root: IssuedCertificate): boolean {
  const input = join(folder, 'judged.der');
  writeFileSync(input, token);
  const options = [
    'cms',
    '-verify',
    '-binary',
    '-inform',
    'DER',
    '-in',
    input,
    '-CAfile',
    root.certificateFile,
    '-purpose',
    'timestampsign',
    '-out',
    '/dev/null',
  ];
  const result = spawnSync('openssl', options, { cwd: folder, encoding: 'utf8' });
  if (result.error !== undefined) throw result.error;
  return result.status === 0;
}
