import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { handOverListSchema } from '../../src/core/model/hand-over.ts';
import { recipientListSchema, recipientSchema } from '../../src/core/model/recipient.ts';
import { packageResultSchema } from '../../src/core/package/package-result.ts';
import type { Verdict } from '../../src/core/package/verdict.ts';
import { PNG } from '../app/received-parts.ts';
import { Pugmark } from '../support/pugmark.ts';
import { keptTempFolder } from '../support/temp-folder.ts';

// One hand-over as two people do it with the command line, from the keys to the receipt.

let sender: Pugmark;
let receiver: Pugmark;
const PASSPHRASE = 'six words that nobody will guess';

beforeAll(async () => {
  [sender, receiver] = await Promise.all([new Pugmark(keptTempFolder()).init(), new Pugmark(keptTempFolder()).init()]);
  const given = join(sender.home, 'given.txt');
  writeFileSync(given, 'as it was given');
  await sender.run(['add', given, '--case', 'C-1']);
});

const EXPORT = ['export', '--case', 'C-1', '--profile', 'prosecutor', '--no-report'] as const;

describe('a hand-over', () => {
  it('goes from the keys to the receipt', async () => {
    const keyFile = join(receiver.home, 'key.txt');
    const made = await receiver.json<{ ageKey: string }>(['recipient', 'keygen', '--out', keyFile]);
    const { ageKey } = made.document;
    expect([statSync(keyFile).mode & 0o777, readFileSync(keyFile, 'utf8').includes(ageKey)]).toEqual([0o600, true]);
    expect(made.stdout).not.toContain('AGE-SECRET-KEY');
    expect((await receiver.run(['recipient', 'keygen', '--out', keyFile])).code).toBe(2);
    const { fingerprint } = (await receiver.json<{ fingerprint: string }>(['key', 'show'])).document;

    const words = ['recipient', 'add', '--unit', 'NCB Bern', '--person', 'A. Keller', '--key', ageKey, '--checked', 'by phone'];
    const added = await sender.json([...words, '--receipt-key', fingerprint]);
    expect(recipientSchema.parse(added.document)).toMatchObject({ unit: 'NCB Bern', ageKey, receiptKey: fingerprint });
    const listed = recipientListSchema.parse((await sender.json(['recipient', 'list'])).document);
    expect(listed.recipients).toEqual([added.document]);
    expect((await sender.run(['recipient', 'show', 'ncb bern'])).stdout).toContain(fingerprint);

    const out = join(sender.home, 'out');
    const exported = await sender.json<{ path: string; package: string; fileSha256: string }>([
      ...EXPORT,
      '--out',
      out,
      '--to',
      'A. Keller',
    ]);
    expect(packageResultSchema.parse(exported.document)).toEqual(exported.document);
    const { path, fileSha256 } = exported.document;
    expect(readdirSync(out).filter((name) => name.endsWith('.age'))).toHaveLength(1);
    expect(exported.code).toBe(0);

    expect((await receiver.json(['verify', path])).document).toMatchObject({ code: 'package-locked' });
    const verdict = await receiver.json<Verdict>(['verify', path, '--identity', keyFile]);
    expect(verdict.document.axes).toMatchObject({ integrity: { state: 'pass' }, custody: { state: 'pass' } });
    const receive = ['receive', path, '--case', 'C-1', '--identity', keyFile];
    const required = await receiver.json([...receive, '--require', 'authorship']);
    expect([required.code, required.document['receipt']]).toEqual([1, undefined]);
    const received = await receiver.json<{ receipt: { path: string; digest: string } }>(receive);
    expect([received.code, existsSync(received.document.receipt.path)]).toEqual([0, true]);
    expect((await receiver.run(receive)).code).toBe(2);

    const add = ['receipt', 'add', received.document.receipt.path, '--case', 'C-1'];
    const recorded = await sender.json(add);
    expect(recorded.document).toMatchObject({
      kind: 'signed',
      package: exported.document.package,
      digest: received.document.receipt.digest,
    });
    const again = await sender.json(add);
    expect([again.code, again.document]).toMatchObject([1, { code: 'receipt-refused', details: { reason: 'replayed' } }]);
    const scan = join(sender.home, 'signed.png');
    writeFileSync(scan, PNG);
    expect((await sender.run(['receipt', 'add', '--paper', scan, '--case', 'C-1', '--from', 'A. Keller'])).stdout).toContain(
      'nothing in it was checked',
    );
    const list = handOverListSchema.parse((await sender.json(['receipt', 'list', '--case', 'C-1'])).document);
    expect(list.packages).toMatchObject([{ fileSha256, receipts: [{ kind: 'signed', from: 'NCB Bern, A. Keller' }, { kind: 'paper' }] }]);
    expect((await sender.run(['receipt', 'list', '--case', 'C-1'])).stdout).toContain('paper receipt E-0002');
    expect((await sender.check()).findings).toEqual([]);
    expect((await receiver.check()).findings).toEqual([]);
    expect((await sender.run(['recipient', 'remove', 'NCB Bern'])).code).toBe(0);
  });

  it('of work: the receiver keeps the package, goes on in a case of its own, and both can be checked together', async () => {
    const out = join(sender.home, 'work');
    const first = await sender.json<{ path: string; package: string; seal: string }>([...EXPORT, '--out', out]);
    const { path, package: id } = first.document;
    const begun = await receiver.json<{ exhibit: string }>(['receive', path, '--continue', 'N-7', '--title', 'Goes on']);
    expect(begun.document).toMatchObject({ exhibit: 'E-0001' });
    // Found by what the package holds, and read only: it is an exhibit, and its bytes are those that came.
    const noted = await receiver.run(['note', 'list', '--case', 'N-7', '--exhibit', 'E-0001']);
    expect(noted.stdout).toMatch(/E-0001 \d{4}-.*given\.txt/);
    const found = await receiver.json<{ exhibits: readonly object[]; received: object }>(['search', 'given.txt']);
    expect(found.document.exhibits).toMatchObject([{ case: 'N-7', exhibit: 'E-0001' }]);
    expect(found.document.received).toMatchObject({
      total: 1,
      rows: [{ case: 'N-7', package: 'E-0001', exhibit: 'E-0001', title: 'given.txt' }],
    });
    const told = (await receiver.run(['search', 'given.txt'])).stdout;
    expect(told).toMatch(/N-7 {2}E-0001 > E-0001 {2}received package of case C-1: given\.txt/);
    expect(told).toContain('1 exhibit found in received packages');
    expect((await receiver.run(['search', 'given.txt', '--case', 'C-1'])).stdout).toContain('0 exhibits found');
    const copy = join(receiver.home, 'copy.zip');
    await receiver.run(['get', 'N-7', 'E-0001', 'received', '--out', copy, '--reason', 'to look']);
    expect(readFileSync(copy).equals(readFileSync(path))).toBe(true);

    const next = await receiver.json<{ path: string }>(['export', '--case', 'N-7', '--profile', 'prosecutor', '--no-report', '--out', out]);
    expect([next.code, (await receiver.check()).findings]).toEqual([0, []]);
    const both = await sender.json<Verdict>(['verify', next.document.path, '--after', path]);
    expect(both.document.axes.custody.state).toBe('pass');
    expect(both.document.axes.custody.notes).toContainEqual(
      expect.objectContaining({ code: 'earlier-package-matches', subject: id, message: expect.stringContaining('handed over') }),
    );
    // Another package of the sender is not the one that it goes on from.
    const other = await sender.json<{ path: string }>([...EXPORT, '--out', join(sender.home, 'other')]);
    const wrong = await sender.json<Verdict>(['verify', next.document.path, '--after', other.document.path]);
    expect(wrong.document.axes.custody).toMatchObject({ state: 'fail', findings: [{ code: 'earlier-package-differs' }] });
    const elsewhere = ['--out', join(receiver.home, 'other.receipt.json')];
    expect((await receiver.json(['receive', path, '--continue', 'N-7', ...elsewhere])).document).toMatchObject({ code: 'case-exists' });
    // The receipt stands beside the package already: told before there is a case that nothing came into.
    expect((await receiver.json(['receive', path, '--continue', 'N-8'])).document).toMatchObject({ code: 'usage' });
    expect((await receiver.json(['case', 'show', 'N-8'])).document).toMatchObject({ code: 'case-unknown' });
    expect((await receiver.json(['search', 'given.txt', '--case', 'N-8'])).document).toMatchObject({ code: 'case-unknown' });
    expect((await receiver.json(['receive', path])).document).toMatchObject({ code: 'usage' });
  });

  it('by a passphrase takes it from the surroundings, and never by mistake makes a plain package', async () => {
    const out = join(sender.home, 'by-words');
    const env = { PUGMARK_PACKAGE_PASSPHRASE: PASSPHRASE };
    const plain = await sender.json([...EXPORT, '--out', out], env);
    expect([plain.code, plain.document['code'], existsSync(out)]).toEqual([2, 'usage', false]);
    const both = await sender.json([...EXPORT, '--out', out, '--with-passphrase', '--to', 'age1x'], env);
    expect([both.code, both.document['code']]).toEqual([2, 'usage']);
    const missing = await sender.json([...EXPORT, '--out', out, '--with-passphrase']);
    expect([missing.code, missing.document['code']]).toEqual([2, 'passphrase-missing']);
    const short = await sender.json([...EXPORT, '--out', out, '--with-passphrase'], { PUGMARK_PACKAGE_PASSPHRASE: 'short' });
    expect([short.code, short.document['code'], existsSync(out)]).toEqual([2, 'usage', false]);
    const made = await sender.json<{ path: string }>([...EXPORT, '--out', out, '--with-passphrase'], env);
    expect(made.code).toBe(0);
    expect((await receiver.json(['verify', made.document.path])).document).toMatchObject({ code: 'package-locked' });
    expect((await receiver.run(['verify', made.document.path], env)).stdout).toMatch(/^integrity +pass$/m);
  });

  it.each([
    ['a receipt and a paper at once', ['receipt', 'add', 'x', '--paper', 'y', '--case', 'C-1'], 'usage'],
    ['neither of them', ['receipt', 'add', '--case', 'C-1'], 'usage'],
    ['a paper of nobody', ['receipt', 'add', '--paper', 'x', '--case', 'C-1'], 'usage'],
    ['a receipt that is not there', ['receipt', 'add', 'nowhere', '--case', 'C-1'], 'input-unreadable'],
    ['a package that is not there', ['receive', 'nowhere', '--case', 'C-1'], 'input-unreadable'],
    ['a file of keys that is not there', ['verify', 'nowhere', '--identity', 'nowhere'], 'input-unreadable'],
    ['a recipient without a check', ['recipient', 'add', '--unit', 'X', '--key', 'age1x'], 'usage'],
    ['a recipient that nobody is', ['recipient', 'show', 'nobody'], 'usage'],
    [
      'a receipt key that is none',
      ['recipient', 'add', '--unit', 'X', '--key', 'age1x', '--checked', 'y', '--receipt-key', 'sha256:12'],
      'input-unreadable',
    ],
  ])('refuses %s', async (_what, words, error) => {
    const { code, document } = await receiver.json(words);
    expect([code, document['code']]).toEqual([2, error]);
  });
});
