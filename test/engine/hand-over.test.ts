import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { openReceipt } from '../../src/core/package/receipt/open-receipt.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import type { Job } from '../../src/rpc/contract/packages.ts';
import { buildPackage } from '../support/package/builder.ts';
import { writePackageZip } from '../support/package-on-disk.ts';
import { PNG } from '../app/received-parts.ts';
import { fillWithPage, pieces, REFERENCE, startWith } from './engine-fixture.ts';
import { EXPORT_REQUEST, untilEnded } from './export-jobs.ts';

describe('a hand-over', () => {
  it('goes out encrypted to a recipient of the register, and back comes a paper', async () => {
    const identity = await generateX25519Identity();
    const ageKey = await identityToRecipient(identity);
    const started = await startWith(fillWithPage);
    const { call, engine } = started;
    const unit = { unit: 'NCB Bern', ageKey, receiptKey: `sha256:${'ab'.repeat(32)}`, checkedHow: 'by phone' };
    const added = await call('recipients.add', unit);
    expect(await call('recipients.list', {})).toEqual([added]);
    await expect(call('recipients.add', { ...unit, ageKey: 'age1none' })).rejects.toMatchObject({ code: 'usage' });
    for (const encryption of [
      { kind: 'recipients' as const, to: ['nobody'] },
      { kind: 'passphrase' as const, passphrase: 'short' },
    ])
      await expect(call('export.start', { ...EXPORT_REQUEST, encryption })).rejects.toMatchObject({ code: 'usage' });

    const made = await untilEnded(
      started,
      await call('export.start', { ...EXPORT_REQUEST, encryption: { kind: 'recipients', to: ['ncb bern'] } }),
    );
    expect(made).toMatchObject({ state: 'done', exported: { fileSha256: expect.stringMatching(/^sha256:/) } });
    // Nobody here holds its key.
    expect(made.verdict).toBeUndefined();
    const path = made.exported?.path ?? '';
    const given = { file: { path }, name: basename(path) };
    const opened = await untilEnded(started, await call('package.verify', { ...given, identities: [`# key\n${identity}\n`] }));
    expect(opened.verdict?.axes.integrity.state).toBe('pass');

    const receipt = await engine.receiveUpload(pieces('{}'));
    await expect(call('receipts.add', { case: REFERENCE, file: { upload: receipt } })).rejects.toMatchObject({
      code: 'receipt-refused',
      details: { reason: 'malformed' },
    });
    const scan = await engine.receiveUpload(pieces(PNG));
    const paper = await call('receipts.addPaper', { case: REFERENCE, file: { upload: scan }, name: 'signed.png', from: 'A. Keller' });
    expect(paper).toMatchObject({ package: made.exported?.package, from: 'A. Keller' });
    expect((await call('receipts.list', { case: REFERENCE }))[0]?.receipts).toMatchObject([{ kind: 'paper', from: 'A. Keller' }]);
    const recorded = (await call('cases.timeline', { case: REFERENCE })).filter(({ type }) => type === 'receipt.recorded');
    expect(recorded.map(({ texts }) => texts['from'])).toEqual(['A. Keller']);
    await call('recipients.remove', { recipient: added.id });
    expect(await call('recipients.list', {})).toEqual([]);
  });

  it('that comes in is signed for, unless anything speaks against it', async () => {
    const started = await startWith(fillWithPage);
    const { call, engine, fixture } = started;
    const built = await buildPackage();
    const zip = readFileSync(await writePackageZip(fixture.root, built.name, built.files));
    const receive = async (bytes: Buffer): Promise<Job> => {
      const upload = await engine.receiveUpload(pieces(bytes));
      const request = { case: REFERENCE, keep: true, file: { upload }, name: 'from Gent.zip', trustKeys: [built.station.id] };
      return await untilEnded(started, await call('package.receive', request));
    };
    const at = zip.indexOf('capture-record/v1');
    const refused = await receive(Buffer.from(zip.with(at, (zip[at] ?? 0) ^ 1)));
    expect([refused.state, refused.verdict?.axes.integrity.state, refused.received]).toEqual(['done', 'fail', undefined]);
    const received = await receive(zip);
    expect(received).toMatchObject({ kind: 'receive', state: 'done', received: { package: built.seal.package, exhibit: 'E-0002' } });
    const path = received.received?.path ?? '';
    expect(basename(path)).toBe('from Gent.receipt.dsse.json');
    const { receipt, digest } = openReceipt(nodeCryptography, readFileSync(path));
    expect([receipt.verdict.authorship, receipt.sender, digest]).toEqual(['pass', built.station.id, received.received?.digest]);
    const logged = (await call('cases.timeline', { case: REFERENCE })).filter(({ type }) => type === 'package.received');
    expect(logged).toMatchObject([{ details: { package: built.seal.package, receiptDigest: digest } }]);
  });
});
