import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256DigestOf, type Sha256Digest } from '../../../src/core/digest/digest.ts';
import { isDiscounted } from '../../../src/core/package/verify/check-authorship.ts';
import { keyLinkPath } from '../../../src/core/package/layout.ts';
import { readZip } from '../../../src/core/package/read-zip.ts';
import type { Verdict } from '../../../src/core/package/verdict.ts';
import type { VaultStore } from '../../../src/core/ports.ts';
import { buildKeyLink } from '../../../src/core/signing/key-link.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { nodeDecompression } from '../../../src/packaging/decompression.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { rowsOfTier } from '../../support/tier.ts';
import { stranger } from '../../support/package/faults.ts';
import type { PackageFiles } from '../../support/package/twists.ts';
import { verifyFiles } from '../../support/verify-files.ts';
import { collect, readerOf } from '../../support/zip-bytes.ts';
import { codesOf, verifyAtPath } from '../../support/package/golden.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, REFERENCE, type Fixture } from '../../storage/vault-fixture.ts';
import { exportCase, makeGround } from './export-parts.ts';

const PURPOSES = ['identity', 'log', 'seal', 'operator'] as const;

function identityOf(vault: VaultStore, practice = false): Sha256Digest {
  const key = vault.listKeys().find((one) => one.purpose === 'identity' && one.practice === practice && one.state === 'current');
  if (key === undefined) throw new Error('no identity');
  return key.id;
}

/** A vault with a case of one exhibit, closed again. */
async function makeVault(
  practice = false,
): Promise<{ readonly fixture: Fixture; readonly vault: VaultStore; readonly first: Sha256Digest }> {
  const fixture = makeFixture();
  const vault = await fixture.init();
  const store = makeCase(vault, { practice });
  await captureOne(vault);
  store.close();
  return { fixture, vault, first: identityOf(vault, practice) };
}

async function captureOne(vault: VaultStore): Promise<void> {
  const store = vault.openCase(REFERENCE);
  const session = store.startSession({}, { reason: 'a tip' });
  await captureAd(store, session);
  store.endSession(session, {});
}

async function exportOne({ fixture, vault }: { readonly fixture: Fixture; readonly vault: VaultStore }): Promise<string> {
  const store = vault.openCase(REFERENCE);
  const { path } = await exportCase(vault, store, fixture.root, { ground: makeGround({ clock: fixture.environment.clock }) });
  store.close();
  return path;
}

async function readFiles(path: string): Promise<PackageFiles> {
  const { source } = await readZip(readerOf(readFileSync(path)), 'package.zip', nodeDecompression);
  const files: PackageFiles = new Map();
  for (const { path: name } of source.entries) files.set(name.slice(name.indexOf('/') + 1), await collect(source.stream(name)));
  return files;
}

async function check({ vaults, folder }: Fixture): Promise<readonly string[]> {
  const { findings } = await vaults.check({ folder, passphrase: PASSPHRASE });
  return findings.map(({ code, subject, message }) => `${code} ${subject}: ${message}`);
}

const notesOf = (verdict: Verdict): readonly string[] => verdict.axes.authorship.notes.map(({ code }) => code);

describe('packages of a station whose keys were rotated', () => {
  it.each(rowsOfTier([[false], [true]] as const, ([practice]) => !practice))(
    'pass for who trusts the old identity, the new one, or one in between (practice: %s)',
    async (practice) => {
      const made = await makeVault(practice);
      const { fixture, vault, first } = made;
      const before = await exportOne(made);
      for (const purpose of [...PURPOSES, ...PURPOSES]) vault.rotateKey({ purpose, practice });
      const second = vault.listKeys().filter((key) => key.purpose === 'identity' && key.practice === practice)[1]?.id;
      if (second === undefined) throw new Error('not rotated');
      expect(await check(fixture)).toEqual([]);
      await captureOne(vault);
      expect(await check(fixture)).toEqual([]);
      const path = await exportOne(made);
      const newest = identityOf(vault, practice);
      expect(new Set([first, second, newest]).size).toBe(3);

      for (const trusted of [first, second, newest]) {
        const verdict = await verifyAtPath(path, { trusted: [trusted], earlier: readFileSync(before) });
        expect([...codesOf(verdict), verdict.axes.authorship.state, ...notesOf(verdict)]).toEqual([
          'time-not-checked',
          'pass',
          trusted === newest ? 'key-trusted' : 'key-linked',
        ]);
      }
      const stranger = await verifyAtPath(path, { trusted: [`sha256:${'00'.repeat(32)}`] });
      expect(codesOf(stranger)).toEqual(['key-untrusted', 'time-not-checked']);
      // The package from before still says what it said.
      expect(codesOf(await verifyAtPath(before, { trusted: [first] }))).toEqual(['time-not-checked']);
      vault.close();
    },
  );

  it('leave the keys of the other kind alone', async () => {
    const { vault, fixture } = await makeVault();
    const before = identityOf(vault, true);
    vault.rotateKey({ purpose: 'identity', practice: false });
    vault.rotateKey({ purpose: 'log', practice: true });
    expect(identityOf(vault, true)).toBe(before);
    expect(await check(fixture)).toEqual([]);
    vault.close();
  });

  it('do not pass without the links, whoever took them away', async () => {
    const made = await makeVault();
    const { vault, first } = made;
    const log = vault.rotateKey({ purpose: 'log', practice: false });
    const identity = vault.rotateKey({ purpose: 'identity', practice: false });
    await captureOne(vault);
    vault.openCase(REFERENCE).close();
    const files = await readFiles(await exportOne(made));
    // From the seal on, as if whoever sealed it had made the bag fit.
    const verify = async (trusted: Sha256Digest, ...gone: readonly Sha256Digest[]): Promise<readonly string[]> => {
      const left = new Map(files);
      for (const key of gone) left.delete(keyLinkPath(key));
      return codesOf(await verifyFiles(left, { trusted: [trusted] }));
    };
    expect(await verify(first)).toEqual(['time-not-checked']);
    expect(await verify(identity.to)).toEqual(['time-not-checked']);
    expect(await verify(identity.to, log.to)).toEqual(['key-link-missing', 'time-not-checked']);
    expect(await verify(identity.to, identity.to)).toEqual([
      'record-differs',
      'key-certificate-invalid',
      'key-link-missing',
      'time-not-checked',
    ]);
    expect(await verify(first, identity.to)).toEqual([
      'record-differs',
      'key-certificate-invalid',
      'key-untrusted',
      'key-link-missing',
      'time-not-checked',
    ]);
    vault.close();
  });

  it('do not pass with a link that another key signed, or that is about another key', async () => {
    const made = await makeVault();
    const { vault, first } = made;
    const { to } = vault.rotateKey({ purpose: 'identity', practice: false });
    const files = await readFiles(await exportOne(made));
    const publicKey = vault.listKeys().find(({ id }) => id === to)?.publicKey ?? new Uint8Array();
    const link = { purpose: 'identity', practice: false, publicKey, rotatedAt: '2026-03-02T08:00:00.000Z' } as const;
    for (const forged of [buildKeyLink(nodeHashing, stranger, link), new Uint8Array(3)]) {
      const verdict = await verifyFiles(new Map(files).set(keyLinkPath(to), forged), { trusted: [first] });
      expect(codesOf(verdict)).toEqual(expect.arrayContaining(['key-link-invalid', 'key-untrusted']));
    }
    // Somebody's own identity that says of itself that it follows one that is trusted.
    const strange = fingerprintOf(nodeHashing, stranger.publicKey);
    const away = await verifyFiles(new Map(files).set(keyLinkPath(strange), files.get(keyLinkPath(to)) ?? new Uint8Array()), {
      trusted: [first],
    });
    expect(codesOf(away)).toEqual(['key-link-invalid', 'time-not-checked']);
    vault.close();
  });
});

describe('revoked keys', () => {
  it('make a seal count for nothing to who knows of it', async () => {
    const made = await makeVault();
    const { vault, first } = made;
    const path = await exportOne(made);
    const { from } = vault.rotateKey({ purpose: 'seal', practice: false });
    const { statement } = vault.revokeKey({ key: from, reason: 'compromised' });
    expect(codesOf(await verifyAtPath(path, { trusted: [first] }))).toEqual(['time-not-checked']);
    const verdict = await verifyAtPath(path, { trusted: [first], revocations: [statement] });
    expect(codesOf(verdict)).toEqual(['key-revoked', 'time-not-checked']);
    expect(verdict.axes.authorship.state).toBe('fail');
    // What the new key seals passes, and carries the revocation.
    expect(codesOf(await verifyAtPath(await exportOne(made), { trusted: [first] }))).toEqual(['time-not-checked']);
    expect(await check(made.fixture)).toEqual([]);
    vault.close();
  });

  it('make a seal count when a token saw it before, and only then', async () => {
    const made = await makeVault();
    const { vault } = made;
    const files = await readFiles(await exportOne(made));
    const { from } = vault.rotateKey({ purpose: 'seal', practice: false });
    const { statement, ...revoked } = vault.revokeKey({ key: from, reason: 'compromised' });
    const bytes = files.get('seal/seal.dsse.json') ?? new Uint8Array();
    const keys = {
      identity: undefined,
      earlierIdentities: [],
      certificates: [],
      links: [],
      revoked: new Map([[from, { ...revoked, digest: from }]]),
    };
    const seenAt = (time: string | undefined): boolean => {
      const stamps = new Map(time === undefined ? [] : [[sha256DigestOf(nodeHashing.sha256(bytes)), time]]);
      return isDiscounted(nodeHashing, keys, stamps, { key: from, bytes });
    };
    expect([undefined, '2026-03-01T00:00:00.000Z', revoked.invalidFrom, '2027-01-01T00:00:00.000Z'].map(seenAt)).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(statement.length).toBeGreaterThan(100);
    vault.close();
  });

  it('are revoked after the identity itself was, for who knows any identity', async () => {
    const made = await makeVault();
    const { vault, first } = made;
    const path = await exportOne(made);
    const identity = vault.rotateKey({ purpose: 'identity', practice: false });
    const seal = vault.rotateKey({ purpose: 'seal', practice: false });
    const { statement } = vault.revokeKey({ key: seal.from, reason: 'lost' });
    expect(codesOf(await verifyAtPath(path, { trusted: [first], revocations: [statement] }))).toEqual(['key-revoked', 'time-not-checked']);
    // A stolen identity signs links as well as anything else: whoever trusts it alone gets no pass.
    vault.revokeKey({ key: identity.from, reason: 'compromised' });
    const after = await exportOne(made);
    expect(codesOf(await verifyAtPath(after, { trusted: [first] }))).toEqual(['key-revoked', 'time-not-checked']);
    expect(codesOf(await verifyAtPath(after, { trusted: [identity.to] }))).toEqual(['time-not-checked']);
    expect(await check(made.fixture)).toEqual([]);
    vault.close();
  });

  it('of a log: its checkpoints do not count, those of the next key do', async () => {
    const made = await makeVault();
    const { vault, first } = made;
    const { from } = vault.rotateKey({ purpose: 'log', practice: false });
    vault.revokeKey({ key: from, reason: 'compromised' });
    const verdict = await verifyAtPath(await exportOne(made), { trusted: [first] });
    expect(codesOf(verdict)).toEqual(['time-not-checked']);
    expect(verdict.axes.custody.notes.map(({ code }) => code)).toContain('checkpoint-not-counted');
    vault.close();
  });

  it('are refused while in use, twice, or from a moment to come', async () => {
    const { vault, first } = await makeVault();
    const { from } = vault.rotateKey({ purpose: 'seal', practice: false });
    expect(() => vault.revokeKey({ key: first, reason: 'lost' })).toThrow(/in use/);
    expect(() => vault.revokeKey({ key: from, reason: 'lost', invalidFrom: '2999-01-01T00:00:00.000Z' })).toThrow(/past moment/);
    vault.revokeKey({ key: from, reason: 'lost' });
    expect(() => vault.revokeKey({ key: from, reason: 'lost' })).toThrow(/already/);
    vault.openCase(REFERENCE);
    expect(() => vault.rotateKey({ purpose: 'seal', practice: false })).toThrow(/open/);
    vault.close();
  });
});
