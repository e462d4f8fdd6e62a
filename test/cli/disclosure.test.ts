import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageResultSchema } from '../../src/core/package/package-result.ts';
import type { Verdict } from '../../src/core/package/verdict.ts';
import type { Redaction } from '../../src/core/redaction/redaction.ts';
import { startPng } from '../../src/imaging/png-rows.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import { systemClock } from '../../src/platform/system-clock.ts';
import { createVaults } from '../../src/storage/vaults.ts';
import { listFiles, unpack } from '../app/export/unpacked.ts';
import { sealAd, TEST_TOOL } from '../storage/vault-parts.ts';
import { Pugmark } from '../support/pugmark.ts';
import { keptTempFolder } from '../support/temp-folder.ts';
import { withLongerTier } from '../support/tier.ts';

// What the defence gets, as somebody makes it who has nothing but the command line: of a capture, and of a file that a person gave.

const NAME = 'Łucja d’Artois';
const TEXT = `Tame parrot. Ask ${NAME}.\n${NAME} ships.`;
const URL = 'https://market.example/ad/9?ref=kid-4711';

let pugmark: Pugmark;
let png: Buffer;
let count = 0;

beforeAll(async () => {
  pugmark = await new Pugmark(keptTempFolder()).init();
  const writer = startPng(40, 30);
  await writer.write(Buffer.alloc(40 * 30 * 4, 200));
  png = Buffer.from(await writer.finish());
  const vaults = createVaults({
    clock: systemClock,
    cryptography: nodeCryptography,
    stateFolder: join(pugmark.home, 'state'),
    tool: TEST_TOOL,
    hostName: 'test',
  });
  const vault = await vaults.open({ folder: pugmark.vault, passphrase: pugmark.env['PUGMARK_PASSPHRASE'] ?? '' });
  const store = vault.openCase('C-1');
  const session = store.startSession({});
  const attempt = store.startAttempt(session, { requestedUrl: URL, clickedAt: systemClock.now() });
  await attempt.staging.write({ role: 'text', name: 'text.txt', mediaType: 'text/plain; charset=utf-8' }, Buffer.from(TEXT));
  await attempt.staging.write({ role: 'screenshot-viewport', name: 'screenshot-viewport.png', mediaType: 'image/png' }, png);
  await attempt.staging.write({ role: 'secrets', name: 'secrets.json', mediaType: 'application/json' }, Buffer.from('{"cookie":"hush"}'));
  await sealAd(store, session, attempt);
  store.endSession(session, {});
  vault.close();
  writeFileSync(file('photo.png'), png);
  await pugmark.run(['add', file('photo.png'), '--case', 'C-1', '--origin', `From ${NAME}`]);
});

function file(name: string, content?: string): string {
  const path = join(pugmark.home, name);
  if (content !== undefined) writeFileSync(path, content);
  return path;
}

/** Exports for the defence and unpacks; each into a folder of its own. */
async function disclose(
  ...words: readonly string[]
): Promise<{ readonly files: readonly string[]; readonly bag: string; readonly path: string }> {
  const out = join(pugmark.home, `out-${(count += 1)}`);
  const { code, document } = await pugmark.json([
    'export',
    '--case',
    'C-1',
    '--profile',
    'disclosure',
    '--no-report',
    '--out',
    out,
    ...words,
  ]);
  expect(code).toBe(0);
  const { path } = packageResultSchema.parse(document);
  const bag = unpack(path);
  return { files: listFiles(bag), bag, path };
}

/** All but what a database opens for a while. */
function listKept(): readonly string[] {
  return readdirSync(pugmark.vault, { recursive: true, encoding: 'utf8' }).filter((name) => !/-(?:wal|shm)$/.test(name));
}

const ofExhibits = (files: readonly string[]): readonly string[] => files.filter((path) => path.startsWith('data/exhibits/'));
const filesWith = (bag: string, files: readonly string[], word: string): readonly string[] =>
  files.filter((path) => readFileSync(join(bag, path)).includes(word));

async function judge(path: string): Promise<unknown> {
  const { code, document } = await pugmark.json<Verdict>(['verify', path]);
  return [code, document.axes.integrity.state, document.axes.custody.state];
}

describe('redact', () => {
  it('covers words of a text and a box of a picture, of a capture and of a received file, and leaves the originals', async () => {
    const start = TEXT.indexOf(NAME);
    const masks = file('masks.json', JSON.stringify([{ kind: 'span', start, end: start + NAME.length, reason: 'minor' }]));
    const made = await pugmark.json<{ format: string; redaction: Redaction }>([
      'redact',
      'C-1',
      'e-1',
      'text.txt',
      '--masks',
      masks,
      '--everywhere',
    ]);
    expect([made.code, made.document.format, made.document.redaction.masks.length]).toEqual([0, 'redaction-result/v1', 2]);
    const picture = ['redact', 'C-1', 'E-0001', 'screenshot-viewport.png', '--box', '1,2,10,8:third-party', '--box', '20,2,10,8:other'];
    expect((await pugmark.run(picture)).stdout).toContain(
      '2 masks burned into a copy of screenshot-viewport.png; the original is as it was',
    );
    expect((await pugmark.run(['redact', 'C-1', '2', 'file.png', '--box', '0,0,5,5:officer-identity'])).code).toBe(0);
    expect((await pugmark.run(['get', 'C-1', 'E-0001', 'text'])).stdout).toBe(TEXT);
    expect(await pugmark.check()).toEqual({ code: 0, findings: [] });
  });

  const REFUSED = withLongerTier<readonly [what: string, words: readonly string[], error: string]>(
    [
      ['nothing to cover', ['text.txt'], 'usage'],
      ['a reason that there is not', ['screenshot-viewport.png', '--box', '1,2,3,4:because'], 'usage'],
      ['a box beside the picture', ['screenshot-viewport.png', '--box', '35,2,10,8:other'], 'mask-refused'],
      ['masks that are none', ['text.txt', '--masks', 'MASKS'], 'input-unreadable'],
    ],
    [
      ['a box that is none', ['screenshot-viewport.png', '--box', '1,2,3:other'], 'usage'],
      ['a box on a text', ['text.txt', '--box', '1,2,3,4:other'], 'mask-refused'],
      ['values of credentials', ['secrets.json', '--box', '1,2,3,4:other'], 'mask-refused'],
      ['a file that is not there', ['other.png', '--box', '1,2,3,4:other'], 'artifact-unknown'],
      ['masks that are not there', ['text.txt', '--masks', '/nowhere/masks.json'], 'input-unreadable'],
    ],
  );
  it.each(REFUSED)('refuses %s with exit code 2 and one line, and keeps nothing', async (_what, words, error) => {
    const typed = words.map((word) => (word === 'MASKS' ? file('none.json', '[{"kind":"circle"}]') : word));
    const before = listKept();
    const { code, document, stderr } = await pugmark.json<{ code: string }>(['redact', 'C-1', 'E-0001', ...typed]);
    expect([code, document.code, stderr.trimEnd().split('\n').length]).toEqual([2, error, 1]);
    expect(listKept()).toEqual(before);
  });
});

describe('export for the defence', () => {
  it('holds redacted copies alone, of captures and received files, and none of the words in any file', async () => {
    const { files, bag, path } = await disclose();
    expect(ofExhibits(files).filter((one) => !one.endsWith('.json'))).toEqual([
      'data/exhibits/E-0001/redacted/screenshot-viewport.redacted-1.png',
      'data/exhibits/E-0001/redacted/text.redacted-1.txt',
      'data/exhibits/E-0002/redacted/file.redacted-1.png',
    ]);
    expect(['d’Artois', 'kid-4711', 'hush'].flatMap((word) => filesWith(bag, files, word))).toEqual([]);
    expect(await judge(path)).toEqual([0, 'pass', 'pass']);
    const alone = await disclose('--exhibits', '2');
    expect(ofExhibits(alone.files)).toHaveLength(2);
    expect(await judge(alone.path)).toEqual([0, 'pass', 'pass']);
  });

  it('--release puts in the files that it names and no others, --addresses the addresses', async () => {
    const released = await disclose('--release', 'E-0001/text.txt', '--release', 'e-2/received.json', '--release', 'E-2/file.png');
    expect(ofExhibits(released.files).filter((path) => !path.includes('/redacted/'))).toEqual([
      'data/exhibits/E-0001/text.txt',
      'data/exhibits/E-0002/file.png',
      'data/exhibits/E-0002/received.json',
    ]);
    expect(filesWith(released.bag, released.files, NAME)).toEqual(['data/exhibits/E-0001/text.txt']);
    expect(filesWith(released.bag, released.files, 'kid-4711')).toEqual([]);
    // Nothing in the package ties the text to its exhibit, whose record is withheld; the file comes with its record.
    expect(await judge(released.path)).toEqual([0, 'not-checked', 'pass']);
    const tied = await disclose('--release', 'E-0002/received.json', '--release', 'E-0002/file.png', '--addresses');
    expect(filesWith(tied.bag, tied.files, 'kid-4711')).toEqual(['data/custody/texts.jsonl']);
    expect(await judge(tied.path)).toEqual([0, 'pass', 'pass']);
  });

  const UNRELEASED = withLongerTier<readonly [what: string, profile: string, words: readonly string[], error: string]>(
    [
      ['what names no file', 'disclosure', ['--release', 'E-0001'], 'usage'],
      ['values of credentials', 'disclosure', ['--release', 'E-0001/secrets.json'], 'usage'],
      ['addresses for a reader who gets all of them', 'prosecutor', ['--addresses'], 'usage'],
    ],
    [
      ['a path', 'disclosure', ['--release', 'E-0001/../text.txt'], 'usage'],
      ['a file that is not there', 'disclosure', ['--release', 'E-0001/other.png'], 'artifact-unknown'],
      ['an exhibit that is not there', 'disclosure', ['--release', 'E-0009/text.txt'], 'exhibit-unknown'],
      ['a file for a reader who gets all of them', 'prosecutor', ['--release', 'E-0001/text.txt'], 'usage'],
    ],
  );
  it.each(UNRELEASED)('refuses to release %s with exit code 2, and writes nothing', async (_what, profile, words, error) => {
    const out = join(pugmark.home, 'refused');
    const typed = ['export', '--case', 'C-1', '--profile', profile, '--no-report', '--out', out, ...words];
    const { code, document, stderr } = await pugmark.json<{ code: string }>(typed);
    expect([code, document.code, stderr.trimEnd().split('\n').length, existsSync(out)]).toEqual([2, error, 1, false]);
  });
});
