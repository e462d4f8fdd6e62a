import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildAgencySeal } from '../../../src/core/agency-seal/build-agency-seal.ts';
import { createCertificateCryptography } from '../../../src/core/timestamp/web-crypto.ts';
import { readPkcs12 } from '../../../src/platform/agency-key/read-pkcs12.ts';
import { AgencyAuthority, EC } from '../../support/agency/agency-authority.ts';
import { codesOf, verifyAtPath } from '../../support/package/golden.ts';
import { keptTempFolder } from '../../support/temp-folder.ts';
import { captureAd, makeCase, makeEnvironment, PASSPHRASE } from '../../storage/vault-parts.ts';
import { createVaults } from '../../../src/storage/vaults.ts';
import { exportCase, makeGround } from './export-parts.ts';
import { unpack } from './unpacked.ts';

const cryptography = createCertificateCryptography(crypto.subtle);
let agency: AgencyAuthority;
let path: string;
let bag: string;

beforeAll(async () => {
  const root = keptTempFolder();
  agency = new AgencyAuthority(root);
  agency.issue('seal', EC);
  const signer = await readPkcs12(readFileSync(agency.pack('seal', 'x')), 'x');
  const clock = { now: () => new Date().toISOString(), monotonicMs: () => Date.now() };
  const vault = await createVaults(makeEnvironment(root, { clock })).init({
    folder: join(root, 'vault'),
    passphrase: PASSPHRASE,
    serviceNumber: 'NL-1234',
    agency: 'Team Nature',
  });
  const store = makeCase(vault);
  await captureAd(store, store.startSession({}));
  const made = await exportCase(vault, store, root, {
    ground: makeGround({ clock }),
    agencySeal: async (seal, at) => await buildAgencySeal(cryptography, seal, signer, at),
  });
  vault.close();
  path = made.path;
  bag = unpack(path);
});

/** Codes of notes on authorship that are about the agency, and findings on it. */
async function verify(roots: readonly Uint8Array[] = []): Promise<readonly string[]> {
  const { axes } = await verifyAtPath(bag, { agencyRoots: roots });
  const told = [...axes.authorship.findings, ...axes.authorship.notes].map(({ code }) => code);
  return told.filter((code) => code.startsWith('agency'));
}

describe('a package that an agency sealed too', () => {
  it('says by whose certificate, and trusts it under a root of the checker alone', async () => {
    expect(codesOf(await verifyAtPath(path))).not.toContain('layout-unknown-file');
    expect(await verify()).toEqual(['agency-seal-not-checked']);
    expect(await verify([agency.root()])).toEqual(['agency-seal-trusted']);
    const stranger = new AgencyAuthority(keptTempFolder());
    expect(await verify([stranger.root()])).toEqual(['agency-seal-untrusted']);
    expect(await verify([stranger.root(), agency.root()])).toEqual(['agency-seal-trusted']);
  });

  it('is checked by the commands that it prints', () => {
    const readMe = readFileSync(join(bag, 'data/README.txt'), 'utf8');
    const commands = /^-------- Linux [^\n]*--------\n\n([^]*?)\n\n-------- end --------$/m.exec(readMe)?.[1] ?? '';
    const run = (): { readonly status: number | null; readonly stdout: string } =>
      spawnSync('bash', ['-c', commands], { cwd: bag, encoding: 'utf8' });
    const whole = run();
    expect(whole.stdout).toContain('The second signature is right. It names as its signer:');
    expect(whole.stdout).toContain('CN = seal');
    expect(whole.status).toBe(0);
    expect(readMe).toContain('-CAfile root.pem');
    const signature = join(bag, 'seal/seal.dsse.json.p7s');
    const bytes = readFileSync(signature);
    writeFileSync(signature, Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]));
    try {
      expect(run().status).not.toBe(0);
    } finally {
      writeFileSync(signature, bytes);
    }
  });

  it('fails with a signature over something else; without it nobody misses it', async () => {
    const signature = join(bag, 'seal/seal.dsse.json.p7s');
    const bytes = readFileSync(signature);
    writeFileSync(signature, bytes.subarray(0, -1));
    expect(await verify([agency.root()])).toEqual(['agency-seal-wrong']);
    rmSync(signature);
    expect(await verify([agency.root()])).toEqual([]);
    writeFileSync(signature, bytes);
  });
});
