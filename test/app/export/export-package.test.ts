import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CustodyEntry } from '../../../src/core/custody/entry.ts';
import { openTlogProof, parseTlogProof } from '../../../src/core/custody/tlog-proof.ts';
import { hashLeaf } from '../../../src/core/custody/merkle.ts';
import { buildTextCommitment } from '../../../src/core/custody/text-commitment.ts';
import { verifyCustodyLog } from '../../../src/core/custody/verify-log.ts';
import { parseBase64, toUtf8 } from '../../../src/core/digest/encoding.ts';
import { parseSealStatement } from '../../../src/core/package/seal-statement.ts';
import type { CaseStore, VaultStore } from '../../../src/core/ports.ts';
import { openEnvelope } from '../../../src/core/signing/dsse.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../../../src/core/signing/key-certificate.ts';
import { nodeCryptography } from '../../../src/platform/cryptography.ts';
import { AD_URL, captureAd, makeCase, makeFixture, PASSPHRASE, type Fixture } from '../../storage/vault-fixture.ts';
import { exportCase, makeGround } from './export-parts.ts';
import { listFiles, readStatement, unpack } from './unpacked.ts';

interface Case {
  readonly fixture: Fixture;
  readonly vault: VaultStore;
  readonly store: CaseStore;
}

/** A case with three sealed exhibits and two attempts of which nothing was kept. */
async function makeCaseOfFive(practice = false): Promise<Case> {
  const fixture = makeFixture();
  const vault = await fixture.init();
  const store = makeCase(vault, { practice });
  const session = store.startSession({}, { reason: 'a tip about this case' });
  await captureAd(store, session, {}, [{ name: 'tile.png', bytes: new Uint8Array(300_000).fill(1) }]);
  await captureAd(store, session);
  const gone = store.startAttempt(session, { requestedUrl: 'https://gone.example/secret-of-2', clickedAt: '2026-03-02T08:00:00.000Z' });
  store.abandonAttempt(gone, 'capture.failed', { code: 'dns-failed' });
  await captureAd(store, session);
  const stopped = store.startAttempt(session, { requestedUrl: 'https://stopped.example/', clickedAt: '2026-03-02T08:00:00.000Z' });
  store.abandonAttempt(stopped, 'capture.cancelled', {});
  store.endSession(session, {});
  return { fixture, vault, store };
}

function pathsOf(exhibit: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `data/exhibits/${exhibit}/${name}`);
}

function readEntries(store: CaseStore): readonly CustodyEntry[] {
  return store.readLog().map(({ line }) => JSON.parse(line) as CustodyEntry);
}

/** The log of a bag as its verifier takes it. */
function readSegments(bag: string): { readonly origin: string; readonly lines: string[]; readonly notes: string[] }[] {
  const segments: { origin: string; lines: string[]; notes: string[] }[] = [];
  for (const line of readFileSync(join(bag, 'data/custody/log.jsonl'), 'utf8').trimEnd().split('\n')) {
    const origin = /^\{"origin":"([^"]+)"\}$/.exec(line)?.[1];
    if (origin === undefined) segments.at(-1)?.lines.push(line);
    else segments.push({ origin, lines: [], notes: [] });
  }
  for (const segment of segments) {
    const folder = join(bag, 'data/custody/checkpoints', segment.origin);
    segment.notes.push(...readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')));
  }
  return segments;
}

describe('a package', () => {
  it('holds a bag whose manifests name every file, and a seal over them', async () => {
    const { fixture, vault, store } = await makeCaseOfFive();
    const made = await exportCase(vault, store, fixture.root, { recipient: 'Parket Zwolle', purpose: 'proces-verbaal 12' });
    expect(basename(made.path)).toMatch(/^op-2026-17_prosecutor_20260302T08\d{4}Z\.zip$/);
    expect(readFileSync(made.path)).toHaveLength(made.sizeBytes);
    const bag = unpack(made.path);
    expect(basename(bag)).toBe(basename(made.path, '.zip'));

    const files = listFiles(bag);
    for (const algorithm of ['sha256', 'sha512'] as const) {
      for (const [manifest, isListed] of [
        ['manifest', (path: string) => path.startsWith('data/')],
        ['tagmanifest', (path: string) => /^(?:bagit|bag-info|manifest-)/.test(path)],
      ] as const) {
        const lines = files.filter(isListed).map(
          (path) =>
            `${createHash(algorithm)
              .update(readFileSync(join(bag, path)))
              .digest('hex')}  ${path}\n`,
        );
        expect(readFileSync(join(bag, `${manifest}-${algorithm}.txt`), 'utf8')).toBe(lines.join(''));
      }
    }
    const payload = files.filter((path) => path.startsWith('data/'));
    const bytes = payload.reduce((sum, path) => sum + readFileSync(join(bag, path)).length, 0);
    const info = readFileSync(join(bag, 'bag-info.txt'), 'utf8');
    expect(info).toContain(`Payload-Oxum: ${bytes}.${payload.length}\n`);
    expect(info).toContain('Pugmark-Case: OP-2026/17\n');
    expect(info).toContain('Source-Organization: Team Nature\n');
    expect(info).not.toContain('Pugmark-Practice');

    const seal = readFileSync(join(bag, 'seal/seal.dsse.json'));
    expect(made.seal).toBe(`sha256:${createHash('sha256').update(seal).digest('hex')}`);
    const key = vault.listKeys().find(({ purpose, practice }) => purpose === 'seal' && !practice);
    const signed = openEnvelope(nodeCryptography.verifier, seal, {
      payloadType: STATEMENT_PAYLOAD_TYPE,
      publicKey: key?.publicKey ?? new Uint8Array(),
    });
    const { subject, predicate } = parseSealStatement(signed);
    for (const { name, digest } of subject)
      expect(
        createHash('sha512')
          .update(readFileSync(join(bag, name)))
          .digest('hex'),
      ).toBe(digest.sha512);
    expect(predicate).toMatchObject({
      package: made.package,
      practice: false,
      case: { id: store.summary.id, reference: 'OP-2026/17' },
      recipient: 'Parket Zwolle',
      purpose: 'proces-verbaal 12',
      operator: 'NL-1234',
      scope: { attemptsInCase: 5, sealedInCase: 3, failedInCase: 2, erasedInCase: 0, withheldEntries: 0 },
      earlierPackages: 0,
    });
    expect(('scope' in predicate ? predicate.scope.exhibits : []).map(({ exhibit }) => exhibit)).toEqual(['E-0001', 'E-0002', 'E-0004']);
    expect(predicate).not.toHaveProperty('previous');
  });

  it('holds each artifact under a name that nothing runs, and no [secrets]', async () => {
    const { fixture, vault, store } = await makeCaseOfFive();
    const bag = unpack((await exportCase(vault, store, fixture.root)).path);
    expect(readdirSync(join(bag, 'data/exhibits')).toSorted()).toEqual(['E-0001', 'E-0002', 'E-0004']);
    expect(readdirSync(join(bag, 'data/exhibits/E-0001')).toSorted()).toEqual(['capture.json', 'dom.html.txt', 'text.txt', 'tile.png']);
    expect(listFiles(bag).filter((path) => readFileSync(join(bag, path)).includes('s3cret-value'))).toEqual([]);
    expect(readFileSync(join(bag, 'data/exhibits/E-0001/tile.png'))).toEqual(Buffer.alloc(300_000, 1));
  });

  it('enters the log before and after, in this order, and its log ends with its own export', async () => {
    const { fixture, vault, store } = await makeCaseOfFive();
    const made = await exportCase(vault, store, fixture.root, { recipient: 'Parket' });
    const entries = readEntries(store);
    expect(entries.slice(-2)).toMatchObject([
      { type: 'package.exported', details: { package: made.package, profile: 'prosecutor', exhibits: ['E-0001', 'E-0002', 'E-0004'] } },
      { type: 'package.sealed', digest: made.seal, details: { package: made.package } },
    ]);
    expect(store.latestCheckpoint()?.size).toBe(entries.length);
    const bag = unpack(made.path);
    const [segment] = readSegments(bag);
    expect(segment?.lines).toHaveLength(entries.length - 1);
    expect(segment?.lines.at(-1)).toContain('"type":"package.exported"');
    expect(readStatement(bag, 'seal/seal.dsse.json').predicate['checkpoint']).toMatchObject({ size: entries.length - 1 });
    expect(readdirSync(join(fixture.folder, 'incoming'))).toEqual([]);
    vault.close();
    const check = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(check.findings).toEqual([]);
    expect(check.notes).toEqual([]);
  });

  it('names the package before it', async () => {
    const { fixture, vault, store } = await makeCaseOfFive();
    const first = await exportCase(vault, store, fixture.root);
    const clock = makeGround().clock;
    clock.now();
    const second = await exportCase(vault, store, fixture.root, { ground: makeGround({ clock }) });
    const { predicate } = readStatement(unpack(second.path), 'seal/seal.dsse.json');
    expect(predicate).toMatchObject({ previous: { package: first.package, seal: first.seal }, earlierPackages: 1 });
  });

  it('withholds the entries of what is left out, and its log still verifies', async () => {
    const { fixture, vault, store } = await makeCaseOfFive();
    const made = await exportCase(vault, store, fixture.root, { exhibits: [2, 3], recipient: 'R', purpose: 'P' });
    expect(made.exhibits).toEqual(['E-0002']);
    // Start and end of three attempts: E-0001, E-0004, E-0005.
    expect(made.scope.withheldEntries).toBe(6);
    const bag = unpack(made.path);
    expect(readdirSync(join(bag, 'data/exhibits'))).toEqual(['E-0002']);
    expect(readdirSync(join(bag, 'data/custody/proofs'))).toEqual(['E-0002.tlog-proof']);
    const segments = readSegments(bag);
    const logKeys = vault.listKeys().flatMap(({ purpose, publicKey }) => (purpose === 'log' ? [publicKey] : []));
    const report = verifyCustodyLog(nodeCryptography, segments, { subject: store.summary.id, station: store.station, logKeys });
    expect(report.findings).toEqual([]);
    expect(report.leaves.filter(({ entry }) => entry === undefined)).toHaveLength(6);
    expect(report.openExports).toEqual([made.package]);
    const whole = readFileSync(join(bag, 'data/custody/log.jsonl'), 'utf8');
    for (const exhibit of ['E-0001', 'E-0004', 'E-0005']) expect(whole).not.toContain(`"exhibit":"${exhibit}"`);
    expect(whole).toContain('"exhibit":"E-0003"');

    const texts = readFileSync(join(bag, 'data/custody/texts.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string; nonce: string; origin: string; seq: number; text: string });
    expect(texts.map(({ name, text }) => [name, text])).toEqual([
      ['address', AD_URL],
      ['address', 'https://gone.example/secret-of-2'],
      ['purpose', 'P'],
      ['recipient', 'R'],
    ]);
    for (const { name, nonce, seq, text } of texts) {
      const entry = report.leaves[seq]?.entry;
      expect(entry?.details[`${name}Commitment`]).toBe(buildTextCommitment(nodeCryptography.hashing, parseBase64(nonce), text));
    }

    const proof = readFileSync(join(bag, 'data/custody/proofs/E-0002.tlog-proof'), 'utf8');
    const line = segments[0]?.lines[parseTlogProof(proof).index] ?? '';
    expect(line).toContain('"exhibit":"E-0002"');
    const leafHash = hashLeaf(nodeCryptography.hashing, toUtf8(line));
    expect(openTlogProof(nodeCryptography, proof, { leafHash, publicKey: logKeys[0] ?? new Uint8Array() }).head.root).toBe(
      report.heads[0]?.root,
    );
  });

  it('shows the reasons of a whole case, and never a path of this machine or another recipient', async () => {
    const { fixture, vault, store } = await makeCaseOfFive();
    await exportCase(vault, store, fixture.root, { recipient: 'somebody else' });
    const clock = makeGround().clock;
    clock.now();
    const bag = unpack((await exportCase(vault, store, fixture.root, { ground: makeGround({ clock }) })).path);
    const texts = readFileSync(join(bag, 'data/custody/texts.jsonl'), 'utf8');
    expect(texts).toContain('a tip about this case');
    const leaks = (text: string): readonly string[] => listFiles(bag).filter((path) => readFileSync(join(bag, path)).includes(text));
    expect([leaks('somebody else'), leaks(fixture.root)]).toEqual([[], []]);
    expect(leaks('a tip about')).toEqual(['data/custody/texts.jsonl']);
  });

  it('says in every place that practice is no evidence', async () => {
    const { fixture, vault, store } = await makeCaseOfFive(true);
    const made = await exportCase(vault, store, fixture.root);
    expect(made.practice).toBe(true);
    const bag = unpack(made.path);
    expect(readFileSync(join(bag, 'bag-info.txt'), 'utf8')).toContain('Pugmark-Practice: true\n');
    expect(readFileSync(join(bag, 'data/README.txt'), 'utf8')).toMatch(/^#+\n# {2}PRACTICE\. THIS IS NOT EVIDENCE\./);
    expect(readStatement(bag, 'seal/seal.dsse.json').predicate).toMatchObject({ practice: true });
    const practiceKeys = vault.listKeys().filter(({ practice }) => practice);
    expect(readdirSync(join(bag, 'data/custody/keys')).toSorted()).toEqual(
      practiceKeys.map(({ id }) => `${id.slice(7, 23)}.dsse.json`).toSorted(),
    );
  });

  it('takes in the files of a report, and lets them know what the seal will say', async () => {
    const { fixture, vault, store } = await makeCaseOfFive();
    const seen: unknown[] = [];
    const made = await exportCase(vault, store, fixture.root, {
      language: 'nl',
      ground: makeGround({
        reports: {
          async *makeReports(input, { scratchFolder }) {
            expect(readdirSync(scratchFolder)).toEqual([]);
            for (const exhibit of input.exhibits) {
              const record = await exhibit.readRecord();
              seen.push([exhibit.exhibit, exhibit.state, record.exhibit, exhibit.leftOut, exhibit.artifacts.map(({ path }) => path)]);
            }
            seen.push(input.seal.package, input.timeline.at(-1)?.entry.type, input.agency);
            yield { path: `data/summary.${input.language}.pdf`, bytes: toUtf8('%PDF-1') };
            yield { path: `data/report.${input.language}.v01.pdf`, bytes: toUtf8('%PDF-2') };
          },
        },
      }),
    });
    const files = ['capture.json', 'dom.html.txt', 'text.txt'];
    const leftOut = [{ role: 'secrets', name: 'secrets.json' }];
    expect(seen).toEqual([
      ['E-0001', 'sealed', 'E-0001', leftOut, pathsOf('E-0001', ['dom.html.txt', 'text.txt', 'tile.png', 'capture.json'])],
      ...['E-0002', 'E-0004'].map((exhibit) => [
        exhibit,
        'sealed',
        exhibit,
        leftOut,
        pathsOf(exhibit, [...files.slice(1), 'capture.json']),
      ]),
      made.package,
      'package.exported',
      'Team Nature',
    ]);
    const bag = unpack(made.path);
    expect(readFileSync(join(bag, 'data/report.nl.v01.pdf'), 'utf8')).toBe('%PDF-2');
    expect(readFileSync(join(bag, 'data/README.txt'), 'utf8')).toContain('data/summary.nl.pdf');
  });

  it('is refused before anything is logged when it cannot be', async () => {
    const { fixture, vault, store } = await makeCaseOfFive();
    const before = store.readLog().length;
    const refused = [
      [{ choices: { secrets: true }, secretsReason: 'asked for' }, 'usage'],
      [{ choices: { 'operator-environment': false } }, 'usage'],
      [{ profile: 'archive', choices: { secrets: true } }, 'usage'],
      [{ reducedBytes: 1_000_000 }, 'usage'],
      [{ profile: 'platform' }, 'answers-refused'],
      [{ answers: { nothing: 'asked' } }, 'answers-refused'],
      [{ exhibits: [1, 99] }, 'exhibit-unknown'],
      [{ exhibits: [3, 5] }, 'usage'],
    ] as const;
    for (const [changes, code] of refused) {
      await expect(exportCase(vault, store, fixture.root, changes)).rejects.toMatchObject({ code });
    }
    const file = join(fixture.root, 'file');
    writeFileSync(file, '');
    await expect(exportCase(vault, store, fixture.root, { folder: join(file, 'out') })).rejects.toMatchObject({ code: 'io-failed' });
    const inside = join(fixture.root, 'shortcut');
    symlinkSync(fixture.folder, inside);
    for (const folder of [fixture.folder, join(fixture.folder, 'incoming'), join(inside, 'cases', 'new')]) {
      await expect(exportCase(vault, store, fixture.root, { folder })).rejects.toMatchObject({ code: 'usage' });
    }
    expect(existsSync(join(fixture.folder, 'cases', 'new'))).toBe(false);
    const signal = AbortSignal.abort(new Error('no'));
    await expect(exportCase(vault, store, fixture.root, { signal })).rejects.toThrow('no');
    expect(store.readLog()).toHaveLength(before);

    const made = await exportCase(vault, store, fixture.root);
    const bytes = readFileSync(made.path);
    // The same second, the same name.
    await expect(exportCase(vault, store, fixture.root)).rejects.toMatchObject({ code: 'usage' });
    expect(readFileSync(made.path).equals(bytes)).toBe(true);
    expect(store.readLog()).toHaveLength(before + 2);
    expect(existsSync(join(fixture.root, 'out'))).toBe(true);
  });
});
