import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportRequest, ExportStep } from '../../../src/app/export-run.ts';
import type { CustodyEntry } from '../../../src/core/custody/entry.ts';
import { PugmarkError } from '../../../src/core/errors.ts';
import type { PackageKeys } from '../../../src/core/package/encryption/encryption.ts';
import { verifyPackage } from '../../../src/core/package/verify-package.ts';
import type { CaseStore, VaultStore } from '../../../src/core/ports.ts';
import { composeVerifyPorts } from '../../../src/engine/composition.ts';
import { openPackage } from '../../../src/packaging/open-package.ts';
import { mountSmallDisk, NEEDS_MOUNT } from '../../storage/small-disk.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, type Fixture } from '../../storage/vault-fixture.ts';
import { findMissingPrograms, skipAllWithout } from '../../support/needs.ts';
import { exportCase, makeGround, when } from './export-parts.ts';

/** Stands in the files of every plain package of this case, and in none that is encrypted. */
const MARKER = 'MARKER-of-a-page-that-nobody-may-read';
const OPEN_PAGE = Buffer.from('<!doctype html><title>Open</title>');
const NEUTRAL = /^package-[0-9a-f]{12}\.age$/;

interface Case {
  readonly fixture: Fixture;
  readonly vault: VaultStore;
  readonly store: CaseStore;
  readonly out: string;
}

let keys: readonly { readonly identity: string; readonly recipient: string }[] = [];
beforeAll(async () => {
  keys = await Promise.all(
    [0, 1].map(async () => {
      const identity = await generateX25519Identity();
      return { identity, recipient: await identityToRecipient(identity) };
    }),
  );
});
const toAll = (): Pick<ExportRequest, 'encryption'> => ({
  encryption: { kind: 'recipients', recipients: keys.map(({ recipient }) => recipient) },
});

async function makeCaseOfOne(bytes = 300_000): Promise<Case> {
  const fixture = makeFixture();
  const vault = await fixture.init();
  const store = makeCase(vault);
  const session = store.startSession({});
  await captureAd(store, session, {}, [{ name: 'tile.png', bytes: Buffer.concat([Buffer.from(MARKER), Buffer.alloc(bytes, 7)]) }]);
  store.endSession(session, {});
  return { fixture, vault, store, out: join(fixture.root, 'out') };
}

const ground = (): ReturnType<typeof makeGround> => makeGround({ openPage: OPEN_PAGE });

/** What may be said of an encrypted package: integrity and custody, and whether it was. */
async function judge(path: string, opening: PackageKeys): Promise<unknown> {
  const opened = await openPackage(path, 'package.age', opening);
  const { axes } = await verifyPackage(composeVerifyPorts(), opened);
  await opened.close();
  return [opened.isEncrypted, axes.integrity.state, axes.integrity.findings, axes.custody.state];
}
const WHOLE = [true, 'pass', [], 'pass'];

describe('a package encrypted to recipients', () => {
  it('opens for each of them, is called nothing, and tells the digest of its file', async () => {
    const { vault, store, fixture, out } = await makeCaseOfOne();
    const made = await exportCase(vault, store, fixture.root, { ground: ground(), ...toAll() });
    const names = readdirSync(out);
    expect(names.toSorted()).toEqual(['OPEN.html', expect.stringMatching(NEUTRAL)]);
    const bytes = readFileSync(made.path);
    expect(made.fileSha256).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
    expect([statSync(made.path).mode & 0o777, made.sizeBytes]).toEqual([0o600, bytes.length]);
    for (const { identity } of keys) expect(await judge(made.path, { identities: [identity] })).toEqual(WHOLE);
    await expect(openPackage(made.path)).rejects.toMatchObject({ code: 'package-locked' });
    for (const secret of [MARKER, 'OP-2026', 'prosecutor', 'manifest']) expect(bytes.includes(secret)).toBe(false);
    // Where it is not encrypted, all of that is there.
    const plain = await exportCase(vault, store, fixture.root, { folder: join(fixture.root, 'plain') });
    for (const secret of [MARKER, 'OP-2026', 'prosecutor', 'manifest']) expect(readFileSync(plain.path).includes(secret)).toBe(true);
    expect(plain.fileSha256).toBeUndefined();
  });

  it('is in the log with its file, and with a commitment to whom it was for', async () => {
    const { vault, store, fixture } = await makeCaseOfOne();
    const made = await exportCase(vault, store, fixture.root, { ...toAll() });
    const entries = store.readLog().map(({ line }) => JSON.parse(line) as CustodyEntry);
    const [exported, sealed] = entries.slice(-2);
    expect([exported?.type, sealed?.type]).toEqual(['package.exported', 'package.sealed']);
    expect(exported?.details['encryptionCommitment']).toMatch(/^sha256:/);
    expect(store.readTexts().find(({ name, seq }) => name === 'encryption' && seq === exported?.seq)?.text).toBe(
      keys.map(({ recipient }) => recipient).join('\n'),
    );
    expect(sealed).toMatchObject({ digest: made.seal, details: { package: made.package, fileSha256: made.fileSha256 } });
    const { findings } = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(findings).toEqual([]);
    // The next package goes on from it, and tells nobody for whom it was.
    const next = await exportCase(vault, store, fixture.root, { folder: join(fixture.root, 'next') });
    const opened = await openPackage(next.path);
    const { axes } = await verifyPackage(composeVerifyPorts(), opened);
    await opened.close();
    expect(axes.custody).toMatchObject({ state: 'pass' });
    expect(readFileSync(next.path).includes(keys[0]?.recipient ?? 'none')).toBe(false);
  });

  it('is never plain on the disk while it is written, outside the vault', async () => {
    const { vault, store, fixture, out } = await makeCaseOfOne(4_000_000);
    const seen = new Set<string>();
    const onProgress: ExportRequest['onProgress'] = () => {
      for (const name of existsSync(out) ? readdirSync(out) : []) {
        const bytes = readFileSync(join(out, name));
        const isAge = bytes.length === 0 || bytes.subarray(0, 21).toString() === 'age-encryption.org/v1';
        const kind = name.replace(/^.*\./, '');
        seen.add(`${kind}: ${bytes.includes(MARKER) ? 'plain' : isAge || kind === 'html' ? 'as it should' : 'neither'}`);
      }
    };
    await exportCase(vault, store, fixture.root, { ground: ground(), onProgress, ...toAll() });
    expect([...seen].toSorted()).toEqual(['age: as it should', 'html: as it should', 'part: as it should']);
  });

  it.each<ExportStep>(['exported', 'write', 'written'])('leaves nothing when it is cancelled at %s', async (step) => {
    const { vault, store, fixture, out } = await makeCaseOfOne();
    const cancel = new AbortController();
    const onProgress = when(step, () => cancel.abort(new PugmarkError('cancelled', 'Cancelled')));
    await expect(
      exportCase(vault, store, fixture.root, { ground: ground(), signal: cancel.signal, onProgress, ...toAll() }),
    ).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect([readdirSync(out), readdirSync(join(fixture.folder, 'incoming'))]).toEqual([[], []]);
  });

  it('leaves nothing when the disk is full', async ({ skip }) => {
    const { vault, store, fixture, out } = await makeCaseOfOne(3_000_000);
    if (mountSmallDisk(out, 1) === undefined) skip(NEEDS_MOUNT);
    await expect(exportCase(vault, store, fixture.root, { ground: ground(), ...toAll() })).rejects.toMatchObject({ code: 'disk-full' });
    expect([readdirSync(out), readdirSync(join(fixture.folder, 'incoming'))]).toEqual([[], []]);
  });

  it('leaves nothing of a page half written, or of itself, after a crash', async () => {
    const { vault, store, fixture, out } = await makeCaseOfOne();
    const onProgress = when('noted', () => {
      // What a crash between the two names would leave, and the process with it.
      const part = readdirSync(out).find((name) => name.endsWith('.part')) ?? '';
      writeFileSync(join(out, `${part}.page`), 'half a page');
      throw new Error('crash');
    });
    const kept = makeGround().files;
    const files: typeof kept = {
      ...kept,
      write: async (entries, options) => ({ ...(await kept.write(entries, options)), discard: () => Promise.resolve() }),
    };
    const journal = join(fixture.folder, 'incoming');
    // The process is gone: it ends nothing.
    const alive = new Proxy(store, {
      get(target, name) {
        if (name === 'endExport')
          return () => {
            throw new Error('dead');
          };
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    await expect(
      exportCase(vault, alive, fixture.root, { ground: makeGround({ files, openPage: OPEN_PAGE }), onProgress, ...toAll() }),
    ).rejects.toThrow('dead');
    expect(readdirSync(out)).toHaveLength(2);
    expect(readdirSync(journal)).toHaveLength(1);
    vault.close();
    const again = await fixture.open();
    expect(again.opening.exports).toMatchObject([{ end: 'package.failed' }]);
    expect([readdirSync(out), readdirSync(journal)]).toEqual([[], []]);
    again.close();
  });

  it('is refused before anything is written where a recipient is none', async () => {
    const { vault, store, fixture, out } = await makeCaseOfOne(10);
    const before = store.readLog().length;
    for (const encryption of [
      { kind: 'recipients', recipients: [] },
      { kind: 'recipients', recipients: [keys[0]?.recipient ?? '', 'age1xyz'] },
      { kind: 'recipients', recipients: ['ssh-ed25519 AAAA'] },
      { kind: 'passphrase', passphrase: 'too short' },
    ] as const)
      await expect(exportCase(vault, store, fixture.root, { encryption })).rejects.toMatchObject({ code: 'usage' });
    expect([existsSync(out), store.readLog().length]).toEqual([false, before]);
  });
});

describe('the page that opens packages', () => {
  it('lies beside them once, and beside a stranger of its name under another', async () => {
    const { vault, store, fixture, out } = await makeCaseOfOne(10);
    await exportCase(vault, store, fixture.root, { ground: ground(), ...toAll() });
    await exportCase(vault, store, fixture.root, { ground: ground(), ...toAll() });
    expect(readdirSync(out).filter((name) => name.endsWith('.html'))).toEqual(['OPEN.html']);
    writeFileSync(join(out, 'OPEN.html'), 'somebody else’s');
    const made = await exportCase(vault, store, fixture.root, { ground: ground(), ...toAll() });
    expect(readFileSync(join(out, 'OPEN.html'), 'utf8')).toBe('somebody else’s');
    expect(readFileSync(`${made.path}.OPEN.html`).equals(OPEN_PAGE)).toBe(true);
    // A plain package needs none.
    rmSync(out, { recursive: true });
    await exportCase(vault, store, fixture.root, { ground: ground() });
    expect(readdirSync(out)).toHaveLength(1);
  });

  it('goes away with a package that does not get its name', async () => {
    const { vault, store, fixture, out } = await makeCaseOfOne(10);
    let name = '';
    const onProgress = when('noted', () => {
      name = store.readTexts().findLast((text) => text.name === 'destination')?.text ?? '';
      writeFileSync(name, 'somebody else’s');
    });
    await expect(exportCase(vault, store, fixture.root, { ground: ground(), onProgress, ...toAll() })).rejects.toMatchObject({
      code: 'usage',
    });
    expect(readdirSync(out).map((one) => join(out, one))).toEqual([name]);
  });
});

describe('the program age', () => {
  skipAllWithout(findMissingPrograms('age', 'script'));

  it('decrypts a package with a key, and one with a passphrase', async () => {
    const { vault, store, fixture } = await makeCaseOfOne();
    const toKey = await exportCase(vault, store, fixture.root, { ...toAll() });
    writeFileSync(join(fixture.root, 'key.txt'), `${keys[1]?.identity}\n`);
    const zip = join(fixture.root, 'a.zip');
    expect(spawnSync('age', ['-d', '-i', join(fixture.root, 'key.txt'), '-o', zip, toKey.path]).status).toBe(0);
    expect(await judge(zip, { identities: [] })).toEqual([false, ...WHOLE.slice(1)]);

    const passphrase = 'seven quiet herons cross';
    const byWords = await exportCase(vault, store, fixture.root, { encryption: { kind: 'passphrase', passphrase, workFactor: 8 } });
    expect(await judge(byWords.path, { identities: [], passphrase })).toEqual(WHOLE);
    await expect(openPackage(byWords.path, 'x', { identities: [], passphrase: `${passphrase}!` })).rejects.toMatchObject({
      code: 'package-locked',
    });
    const again = join(fixture.root, 'b.zip');
    // It asks on a terminal only.
    const asked = spawnSync('script', ['-qec', `age -d -o ${again} ${byWords.path}`, '/dev/null'], {
      input: `${passphrase}\n`,
      encoding: 'utf8',
    });
    expect([asked.status, existsSync(again)]).toEqual([0, true]);
    expect(await judge(again, { identities: [] })).toEqual([false, ...WHOLE.slice(1)]);
  });
});
