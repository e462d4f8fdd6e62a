import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuseInCi } from '../needs.ts';
import type { AgencyAuthority } from './agency-authority.ts';

const MODULES = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so', '/opt/homebrew/lib/softhsm/libsofthsm2.so'];

export const PIN = '271828';

/** What this machine lacks for a card in software: SoftHSM's module. */
export function findMissingCard(): string | undefined {
  return findModule() === undefined ? refuseInCi('SoftHSM is not installed on this machine') : undefined;
}

function findModule(): string | undefined {
  return MODULES.find((path) => existsSync(path));
}

/** A card in software with keys and certificates of an agency. Its place is in the surroundings of this process: one card at a time. */
export class SoftCard {
  readonly modulePath: string;
  readonly #authority: AgencyAuthority;

  constructor(authority: AgencyAuthority) {
    this.modulePath = findModule() ?? '';
    this.#authority = authority;
    const folder = join(authority.folder, 'card');
    mkdirSync(folder);
    writeFileSync(join(folder, 'softhsm2.conf'), `directories.tokendir = ${folder}\nobjectstore.backend = file\nlog.level = ERROR\n`);
    process.env['SOFTHSM2_CONF'] = join(folder, 'softhsm2.conf');
    execFileSync('softhsm2-util', ['--init-token', '--free', '--label', 'Agency', '--so-pin', '31415926', '--pin', PIN], { stdio: 'pipe' });
  }

  /** Puts a key on the card, with its certificate. `id`: two hex digits. Returns its URI. */
  add(name: string, id: string, algorithm: readonly string[]): string {
    const { key, certificate } = this.#authority.issue(name, algorithm);
    const [pkcs8, der] = [`${key}.der`, `${certificate}.der`];
    execFileSync('openssl', ['pkcs8', '-topk8', '-nocrypt', '-in', key, '-outform', 'DER', '-out', pkcs8]);
    execFileSync('openssl', ['x509', '-in', certificate, '-outform', 'DER', '-out', der]);
    this.#write(pkcs8, 'privkey', name, id);
    this.#write(der, 'cert', name, id);
    return `pkcs11:token=Agency;id=%${id}?module-path=${this.modulePath}`;
  }

  #write(file: string, type: string, label: string, id: string): void {
    const words = ['--module', this.modulePath, '--token-label', 'Agency', '--login', '--pin', PIN];
    execFileSync('pkcs11-tool', [...words, '--write-object', file, '--type', type, '--id', id, '--label', label], { stdio: 'pipe' });
  }
}
