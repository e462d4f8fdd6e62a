import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import type { TimestampAuthority } from '../../../src/core/timestamp/authority.ts';
import { CA_EXTENSIONS, CertificateShop, SIGNER_EXTENSIONS, type IssuedCertificate, type KeyKind } from './certificate-shop.ts';

/** Policy that it stamps under when none is asked for; it knows `<this>.2` too. */
export const TEST_POLICY = '1.3.6.1.4.1.99999.1';

export interface TimeAuthorityOptions {
  readonly key?: KeyKind;
  /** Of the signature. */
  readonly digest?: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  /** Of ESSCertID; `sha1` gives one of version 1. */
  readonly identifierDigest?: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  /** As openssl has it. Empty: none. */
  readonly accuracy?: string;
  readonly signerExtensions?: readonly string[];
  readonly validFrom?: Date;
  readonly validTo?: Date;
}

/** A time-stamping authority of root, intermediate and signer, that `openssl ts` answers for. */
export interface LocalTimeAuthority {
  readonly shop: CertificateShop;
  readonly root: IssuedCertificate;
  readonly intermediate: IssuedCertificate;
  readonly signer: IssuedCertificate;
  /** The TimeStampResp for the DER of a TimeStampReq. What cannot be granted is a response too. */
  reply(request: Uint8Array): Promise<Uint8Array>;
}

const run = promisify(execFile);

/** Makes one in a folder of its own below `folder`: about 0.1 s, of which an RSA key is most. */
export function makeTimeAuthority(folder: string, options: TimeAuthorityOptions = {}): LocalTimeAuthority {
  const home = mkdtempSync(join(folder, 'authority-'));
  const shop = new CertificateShop(home);
  const dates = {
    ...(options.validFrom === undefined ? {} : { validFrom: options.validFrom }),
    ...(options.validTo === undefined ? {} : { validTo: options.validTo }),
  };
  const root = shop.issue({ name: 'Root', extensions: CA_EXTENSIONS, ...dates });
  const intermediate = shop.issue({ name: 'Intermediate', issuer: root, extensions: CA_EXTENSIONS, ...dates });
  const key = options.key === undefined ? {} : { key: options.key };
  const signer = shop.issue({
    name: 'Signer',
    issuer: intermediate,
    ...key,
    extensions: options.signerExtensions ?? SIGNER_EXTENSIONS,
    ...dates,
  });
  writeFileSync(join(home, 'chain.pem'), intermediate.pem);
  writeFileSync(join(home, 'tsa-serial'), '01\n');
  const accuracy = options.accuracy ?? 'secs:1, millisecs:500';
  const lines = [
    '[tsa]',
    'default_tsa = local',
    '[local]',
    `serial = ${join(home, 'tsa-serial')}`,
    `signer_cert = ${signer.certificateFile}`,
    `certs = ${join(home, 'chain.pem')}`,
    `signer_key = ${signer.keyFile}`,
    `signer_digest = ${options.digest ?? 'sha256'}`,
    `default_policy = ${TEST_POLICY}`,
    `other_policies = ${TEST_POLICY}.2`,
    'digests = sha256, sha512',
    ...(accuracy === '' ? [] : [`accuracy = ${accuracy}`]),
    'ordering = no',
    'tsa_name = no',
    'ess_cert_id_chain = no',
    `ess_cert_id_alg = ${options.identifierDigest ?? 'sha256'}`,
  ];
  writeFileSync(join(home, 'tsa.cnf'), `${lines.join('\n')}\n`);
  let count = 0;
  // One after the other: its file of serial numbers has no lock.
  let last: Promise<unknown> = Promise.resolve();
  const reply = async (request: Uint8Array): Promise<Uint8Array> => {
    count += 1;
    const [query, answer] = [join(home, `${count}.tsq`), join(home, `${count}.tsr`)];
    writeFileSync(query, request);
    await run('openssl', ['ts', '-reply', '-config', join(home, 'tsa.cnf'), '-queryfile', query, '-out', answer], { cwd: home });
    return new Uint8Array(readFileSync(answer));
  };
  return {
    shop,
    root,
    intermediate,
    signer,
    reply: (request) => {
      const next = last.then(() => reply(request));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

/** What the server is to do with a request instead of an honest answer: an HTTP status, or these bytes. `undefined`: answer honestly. */
export type Misbehaviour = (
  request: Uint8Array,
  count: number,
) => Uint8Array | number | undefined | Promise<Uint8Array | number | undefined>;

export interface ServedTimeAuthority {
  /** Ready for a list of authorities. */
  readonly authority: TimestampAuthority;
  /** Bodies that came in, in order. */
  readonly requests: readonly Uint8Array[];
  /** Undefined: honest from now on. */
  misbehave(how: Misbehaviour | undefined): void;
}

/** The authority over HTTP on loopback (RFC 3161 section 3.4), until the test has finished. */
export async function serveTimeAuthority(authority: LocalTimeAuthority, id = 'local'): Promise<ServedTimeAuthority> {
  const requests: Uint8Array[] = [];
  let misbehaviour: Misbehaviour | undefined;
  const server = createServer((incoming, response) => {
    const answer = async (): Promise<Uint8Array | number> => {
      const pieces: Uint8Array[] = [];
      for await (const piece of incoming) pieces.push(piece as Uint8Array);
      if (incoming.method !== 'POST' || incoming.headers['content-type'] !== 'application/timestamp-query') return 415;
      const body = new Uint8Array(Buffer.concat(pieces));
      requests.push(body);
      return (await misbehaviour?.(body, requests.length)) ?? authority.reply(body);
    };
    answer().then(
      (answered) => {
        if (typeof answered === 'number') return response.writeHead(answered).end();
        return response.writeHead(200, { 'content-type': 'application/timestamp-reply', 'content-length': answered.length }).end(answered);
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const { port } = server.address() as AddressInfo;
  return {
    authority: {
      id,
      name: `Local authority ${id}`,
      url: `http://127.0.0.1:${port}/`,
      roots: [authority.root.pem],
      euTrustedList: { state: 'not-stated' },
    },
    requests,
    misbehave: (how) => {
      misbehaviour = how;
    },
  };
}
