import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashLeaf } from '../../../src/core/custody/merkle.ts';
import { sha256DigestOf } from '../../../src/core/digest/digest.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { buildPublicKeyPem } from '../../../src/core/signing/public-key.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { findMissingPrograms, skipAllWithout } from '../../support/needs.ts';
import { captureAd, makeCase, makeFixture } from '../vault-fixture.ts';

const VERIFIER = join(import.meta.dirname, 'verify_custody_log.py');

describe('a verifier in another language, written from the format`s page', () => {
  skipAllWithout(findMissingPrograms('python3'));

  it('accepts a real log, with and without withheld leaves, and no other', { timeout: 120_000 }, async () => {
    const fixture = makeFixture();
    const vault = await fixture.init();
    const store = makeCase(vault);
    const session = store.startSession({}, { reason: 'first look' });
    for (let i = 0; i < 6; i += 1) await captureAd(store, session);
    store.abandonAttempt(
      store.startAttempt(session, { requestedUrl: 'https://gone.example/', clickedAt: '2026-03-02T08:00:00.000Z' }),
      'capture.failed',
      { code: 'dns-failed' },
    );
    const { note, size } = store.endSession(session, { captures: 7 });
    const lines = store.readLog().map(({ line }) => line);
    const logKey = vault.listKeys().find(({ purpose, practice }) => purpose === 'log' && !practice);
    const practiceKey = vault.listKeys().find(({ purpose, practice }) => purpose === 'log' && practice);
    if (logKey === undefined || practiceKey === undefined) throw new Error('no log keys');
    const verify = (log: readonly string[], checkpoint = note, key = logKey): string => {
      writeFileSync(join(fixture.root, 'log.jsonl'), log.map((line) => `${line}\n`).join(''));
      writeFileSync(join(fixture.root, 'checkpoint.note'), checkpoint);
      writeFileSync(join(fixture.root, 'key.pem'), buildPublicKeyPem(key.publicKey));
      const files = ['log.jsonl', 'checkpoint.note', 'key.pem'].map((name) => join(fixture.root, name));
      return spawnSync('python3', [VERIFIER, ...files, store.summary.id, store.station], { encoding: 'utf8' }).stdout;
    };
    expect(size).toBe(16);
    expect(verify(lines)).toMatch(/^ok 16 /);
    const last = `{"seq":15,"withheld":"${sha256DigestOf(hashLeaf(nodeHashing, toUtf8(lines[15] ?? '')))}"}`;
    expect(verify(lines.with(15, last))).toMatch(/^ok 16 /);
    expect(verify(lines.with(3, (lines[3] ?? '').replace('NL-1234', 'NL-4321')))).toContain('another size or root');
    expect(verify(lines.slice(0, -1))).toContain('another size or root');
    expect(verify(lines.with(3, (lines[3] ?? '').replace('{', '{ ')))).toContain('not canonical');
    expect(verify(lines, note, practiceKey)).toContain('another key');
    expect(
      verify(
        lines,
        note.replace(/(.)(....)\n$/, (_, a: string, rest: string) => `${a === 'A' ? 'B' : 'A'}${rest}\n`),
      ),
    ).toContain('wrong');
    vault.close();
  });
});
