import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PackageFindingCode, Verdict } from '../../../src/core/package/verdict.ts';
import { captureAd, makeCase, makeFixture } from '../../storage/vault-fixture.ts';
import { verifyFiles } from '../../support/verify-files.ts';
import { give, PNG, receive } from '../received-parts.ts';
import { exportCase } from './export-parts.ts';
import { listFiles, unpack } from './unpacked.ts';

/** Files of a package of a case with a capture, a received file and another capture. */
async function exportReceived(exhibits?: readonly number[]): Promise<Map<string, Uint8Array>> {
  const fixture = makeFixture();
  const vault = await fixture.init();
  onTestFinished(() => vault.close());
  const store = makeCase(vault);
  const session = store.startSession({});
  await captureAd(store, session);
  await receive(vault, store, session, give('Tusk (1).html', PNG), 'From Mrs A., by e-mail on 3 March');
  await captureAd(store, session);
  store.endSession(session, {});
  const made = await exportCase(vault, store, fixture.root, exhibits === undefined ? {} : { exhibits });
  const bag = unpack(made.path);
  return new Map(listFiles(bag).map((path) => [path, readFileSync(join(bag, path))]));
}

let whole: Promise<Map<string, Uint8Array>> | undefined;

/** The package of the whole case, made once. */
async function exportWhole(): Promise<Map<string, Uint8Array>> {
  whole ??= exportReceived();
  return new Map(await whole);
}

const RESERVATIONS: readonly PackageFindingCode[] = ['time-not-checked', 'key-untrusted'];

function codesOf(verdict: Verdict): readonly string[] {
  const codes = Object.values(verdict.axes).flatMap(({ findings }) => findings.map(({ code }) => code));
  return [...new Set(codes.filter((code) => !RESERVATIONS.includes(code)))].toSorted();
}

const FOLDER = 'data/exhibits/E-0002';

describe('a package with a received file', () => {
  it('holds it as it was given, with what was said of it, and verifies', async () => {
    const files = await exportWhole();
    expect([...files.keys()].filter((path) => path.startsWith(FOLDER))).toEqual([
      `${FOLDER}/file.png`,
      `${FOLDER}/operator.json`,
      `${FOLDER}/received.json`,
    ]);
    expect(Buffer.from(files.get(`${FOLDER}/file.png`) ?? [])).toEqual(PNG);
    expect(Buffer.from(files.get('data/custody/texts.jsonl') ?? []).toString()).toContain('From Mrs A.');
    expect(Buffer.from(files.get('data/README.txt') ?? []).toString()).toContain('received.json in its place');
    const verdict = await verifyFiles(files);
    expect(codesOf(verdict)).toEqual([]);
    expect(verdict.exhibits.map(({ exhibit, state }) => `${exhibit} ${state}`)).toEqual([
      'E-0001 sealed',
      'E-0002 sealed',
      'E-0003 sealed',
    ]);
    expect(verdict.exhibits[1]).not.toHaveProperty('completeness');
    expect(verdict.scope).toMatchObject({ exhibitsInPackage: 3, exhibitsInCase: 3 });
  });

  it('is made of the file alone, or without it', async () => {
    for (const exhibits of [[2], [1, 3]]) {
      const files = await exportReceived(exhibits);
      expect([...files.keys()].some((path) => path.startsWith(FOLDER))).toBe(exhibits.includes(2));
      expect(codesOf(await verifyFiles(files))).toEqual([]);
    }
  });

  it.each<readonly [what: string, change: (files: Map<string, Uint8Array>) => void, codes: readonly PackageFindingCode[]]>([
    ['its bytes changed', (files) => files.set(`${FOLDER}/file.png`, Buffer.concat([PNG, PNG])), ['artifact-changed']],
    ['the file left out', (files) => files.delete(`${FOLDER}/file.png`), ['artifact-missing']],
    ['a file put beside it', (files) => files.set(`${FOLDER}/other.bin`, PNG), ['artifact-unlisted']],
    ['its record left out', (files) => files.delete(`${FOLDER}/received.json`), ['artifact-missing']],
    ['its record made unreadable', (files) => files.set(`${FOLDER}/received.json`, PNG), ['record-digest', 'record-invalid']],
    ['another name in its record', (files) => edit(files, 'Tusk (1).html', 'Tusk (2).html'), ['record-digest']],
    ['another day in its record', (files) => edit(files, '"addedAt":"2026', '"addedAt":"2025'), ['record-differs', 'record-digest']],
    ['practice in its record', (files) => edit(files, '"practice":false', '"practice":true'), ['practice-differs', 'record-digest']],
    [
      'a capture in its place',
      (files) => {
        files.set(`${FOLDER}/capture.json`, files.get('data/exhibits/E-0001/capture.json') ?? PNG);
        files.delete(`${FOLDER}/received.json`);
      },
      ['artifact-missing'],
    ],
  ])('is called by what was done to it: %s', async (_what, change, codes) => {
    const files = await exportWhole();
    change(files);
    expect(codesOf(await verifyFiles(files))).toEqual(codes);
  });
});

function edit(files: Map<string, Uint8Array>, from: string, to: string): void {
  const path = `${FOLDER}/received.json`;
  const text = Buffer.from(files.get(path) ?? []).toString();
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  files.set(path, Buffer.from(text.replace(from, to)));
}
