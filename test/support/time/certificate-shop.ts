import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Kinds of keys that tests ask certificates for. */
export type KeyKind = 'p256' | 'p384' | 'p521' | 'rsa' | 'rsa-1024';

export interface CertificateWish {
  /** Common name, and name of its files. */
  readonly name: string;
  /** Its own name signs when absent: a root. */
  readonly issuer?: IssuedCertificate;
  readonly key?: KeyKind;
  /** Lines of an openssl extension section, e.g. `extendedKeyUsage = critical,timeStamping`. */
  readonly extensions: readonly string[];
  readonly validFrom?: Date;
  readonly validTo?: Date;
  readonly digest?: string;
  /** More of `openssl ca`, e.g. `-sigopt rsa_padding_mode:pss`. */
  readonly signing?: readonly string[];
}

export interface IssuedCertificate {
  readonly name: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly pem: string;
  readonly der: Uint8Array;
}

export const CA_EXTENSIONS = [
  'basicConstraints = critical,CA:TRUE',
  'keyUsage = critical,keyCertSign,cRLSign',
  'subjectKeyIdentifier = hash',
];
export const SIGNER_EXTENSIONS = [
  'basicConstraints = CA:FALSE',
  'keyUsage = critical,digitalSignature',
  'extendedKeyUsage = critical,timeStamping',
  'subjectKeyIdentifier = hash',
  'authorityKeyIdentifier = keyid',
];

const CURVES = { p256: 'P-256', p384: 'P-384', p521: 'P-521' } as const;
const DAY_MS = 86_400_000;

/** Certificates that `openssl ca` makes in one folder, of any dates and extensions, also wrong ones. */
export class CertificateShop {
  readonly folder: string;
  #serial = 4096;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(join(folder, 'issued'), { recursive: true });
  }

  issue(wish: CertificateWish): IssuedCertificate {
    const { name, issuer, key = 'p256', digest = 'sha256' } = wish;
    const keyFile = join(this.folder, `${name}.key`);
    writeFileSync(keyFile, makeKey(key));
    const certificateFile = join(this.folder, `${name}.pem`);
    const request = join(this.folder, `${name}.csr`);
    runOpenssl(this.folder, [
      'req',
      '-new',
      '-key',
      keyFile,
      '-subj',
      `/C=BE/O=Pugmark test/CN=${name}`,
      '-config',
      this.#config(wish),
      '-out',
      request,
    ]);
    const by = issuer === undefined ? ['-selfsign', '-keyfile', keyFile] : ['-cert', issuer.certificateFile, '-keyfile', issuer.keyFile];
    const dates = [
      '-startdate',
      asn1Time(wish.validFrom ?? new Date(Date.now() - DAY_MS)),
      '-enddate',
      asn1Time(wish.validTo ?? new Date(Date.now() + 3650 * DAY_MS)),
    ];
    const options = ['-batch', '-notext', '-md', digest, '-preserveDN', '-extensions', 'wished', ...dates, ...by, ...(wish.signing ?? [])];
    runOpenssl(this.folder, ['ca', '-config', this.#config(wish), '-in', request, '-out', certificateFile, ...options]);
    const pem = readFileSync(certificateFile, 'utf8');
    return { name, certificateFile, keyFile, pem, der: new Uint8Array(new X509Certificate(pem).raw) };
  }

  /** DER of a CRL of `issuer` on which `revoked` stand, each with its reason. Dates by openssl: `yymmddhhmmssZ`. */
  revoke(issuer: IssuedCertificate, revoked: readonly { readonly certificate: IssuedCertificate; readonly reason?: string }[]): Uint8Array {
    const config = this.#config({ name: `${issuer.name}-crl`, extensions: [] });
    const by = ['-config', config, '-cert', issuer.certificateFile, '-keyfile', issuer.keyFile, '-md', 'sha256'];
    for (const { certificate, reason } of revoked) {
      runOpenssl(this.folder, [
        'ca',
        ...by,
        '-revoke',
        certificate.certificateFile,
        ...(reason === undefined ? [] : ['-crl_reason', reason]),
      ]);
    }
    const out = join(this.folder, `${issuer.name}.crl`);
    runOpenssl(this.folder, ['ca', ...by, '-gencrl', '-crldays', '30', '-out', out]);
    return runOpenssl(this.folder, ['crl', '-in', out, '-outform', 'DER']);
  }

  /** Every certificate has a section of its own; what is issued stands in a database per name, as openssl refuses a name twice. */
  #config(wish: Pick<CertificateWish, 'name' | 'extensions'>): string {
    const file = join(this.folder, `${wish.name}.cnf`);
    const database = join(this.folder, 'index.txt');
    writeFileSync(database, '', { flag: 'a' });
    writeFileSync(`${database}.attr`, 'unique_subject = no\n');
    this.#serial += 1;
    writeFileSync(join(this.folder, 'serial'), `${this.#serial.toString(16)}\n`);
    const lines = [
      '[req]',
      'distinguished_name = dn',
      '[dn]',
      '[ca]',
      'default_ca = shop',
      '[shop]',
      `database = ${database}`,
      `new_certs_dir = ${join(this.folder, 'issued')}`,
      `serial = ${join(this.folder, 'serial')}`,
      'policy = any',
      '[any]',
      'countryName = optional',
      'organizationName = optional',
      'commonName = supplied',
      '[wished]',
      ...wish.extensions,
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  }
}

/** What openssl writes to its standard output. Throws with what it says when it fails. */
export function runOpenssl(folder: string, options: readonly string[]): Uint8Array {
  const result = spawnSync('openssl', options, { cwd: folder, maxBuffer: 2 ** 26 });
  if (result.error !== undefined) throw result.error;
  if (result.status !== 0) throw new Error(`openssl ${options.join(' ')}: ${result.stderr.toString()}`);
  return new Uint8Array(result.stdout);
}

function makeKey(kind: KeyKind): string {
  if (kind === 'rsa' || kind === 'rsa-1024') {
    return generateKeyPairSync('rsa', { modulusLength: kind === 'rsa' ? 2048 : 1024 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
  }
  return generateKeyPairSync('ec', { namedCurve: CURVES[kind] }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function asn1Time(date: Date): string {
  return `${date.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
}
