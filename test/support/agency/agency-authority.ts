import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Certificates of an agency as openssl makes them: a root, and keys under it. */
export class AgencyAuthority {
  readonly folder: string;
  readonly rootPem: string;

  constructor(folder: string) {
    this.folder = folder;
    this.rootPem = join(folder, 'root.pem');
    openssl(
      folder,
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-noenc',
      '-keyout',
      'root.key',
      '-out',
      'root.pem',
      '-days',
      '3650',
      '-subj',
      '/C=BE/O=Test Agency/CN=Test Root',
    );
  }

  /** DER of the root. */
  root(): Uint8Array {
    return pemBytes(this.rootPem);
  }

  /** A key with a certificate by the root. `algorithm` as openssl's `-newkey` takes it, with its options. */
  issue(
    name: string,
    algorithm: readonly string[],
    usage = 'digitalSignature,nonRepudiation',
  ): { readonly key: string; readonly certificate: string } {
    const [key, request, certificate] = [`${name}.key`, `${name}.csr`, `${name}.pem`];
    openssl(
      this.folder,
      'req',
      '-new',
      '-newkey',
      ...algorithm,
      '-noenc',
      '-keyout',
      key,
      '-out',
      request,
      '-subj',
      `/C=BE/O=Test Agency/CN=${name}`,
    );
    this.certify(request, certificate, usage);
    return { key: join(this.folder, key), certificate: join(this.folder, certificate) };
  }

  /** Certifies a request that lies in the folder. */
  certify(request: string, certificate: string, usage = 'digitalSignature,nonRepudiation'): void {
    const extensions = `${certificate}.ext`;
    writeFileSync(
      join(this.folder, extensions),
      `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,${usage}\nsubjectKeyIdentifier=hash\n`,
    );
    openssl(
      this.folder,
      'x509',
      '-req',
      '-in',
      request,
      '-CA',
      'root.pem',
      '-CAkey',
      'root.key',
      '-days',
      '3650',
      '-extfile',
      extensions,
      '-out',
      certificate,
    );
  }

  /** A PKCS#12 file of such a key. */
  pack(name: string, passphrase: string, ...options: readonly string[]): string {
    const out = join(this.folder, `${name}.p12`);
    openssl(
      this.folder,
      'pkcs12',
      '-export',
      '-inkey',
      `${name}.key`,
      '-in',
      `${name}.pem`,
      '-certfile',
      'root.pem',
      '-out',
      out,
      '-passout',
      `pass:${passphrase}`,
      ...options,
    );
    return out;
  }

  /** What openssl says of a signature beside a file: undefined when it accepts it. */
  judge(signature: Uint8Array, content: Uint8Array, ...options: readonly string[]): string | undefined {
    const [one, other] = [join(this.folder, 'judged.p7s'), join(this.folder, 'judged.bin')];
    writeFileSync(one, signature);
    writeFileSync(other, content);
    try {
      openssl(
        this.folder,
        'cms',
        '-verify',
        '-binary',
        '-inform',
        'DER',
        '-in',
        one,
        '-content',
        other,
        '-CAfile',
        'root.pem',
        '-purpose',
        'any',
        '-out',
        'judged.out',
        ...options,
      );
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

export const EC = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] as const;
export const EC_384 = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'] as const;
export const RSA = ['rsa:2048'] as const;

export function pemBytes(path: string): Uint8Array {
  const [, body = ''] = /-----BEGIN CERTIFICATE-----([^-]+)/.exec(readFileSync(path, 'utf8')) ?? [];
  return new Uint8Array(Buffer.from(body, 'base64'));
}

export function openssl(folder: string, ...words: readonly string[]): void {
  execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
}
