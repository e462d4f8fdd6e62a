import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { listHandedOver } from '../../src/app/handed-over.ts';
import { addPaperReceipt } from '../../src/app/paper-receipt.ts';
import { recordReceipt, requirePackage } from '../../src/app/record-receipt.ts';
import type { CustodyEntry } from '../../src/core/custody/entry.ts';
import type { PugmarkError } from '../../src/core/errors.ts';
import type { Recipient } from '../../src/core/model/recipient.ts';
import { buildCanonicalJson } from '../../src/core/canonical/canonical-json.ts';
import { openReceipt } from '../../src/core/package/receipt/open-receipt.ts';
import { buildReceiptStatement, parseReceiptStatement, type Receipt } from '../../src/core/package/receipt/receipt-statement.ts';
import { buildEnvelope, parseEnvelope } from '../../src/core/signing/dsse.ts';
import { buildKeyCertificate, STATEMENT_PAYLOAD_TYPE, type KeyPurpose } from '../../src/core/signing/key-certificate.ts';
import { fingerprintOf } from '../../src/core/signing/public-key.ts';
import type { Signer } from '../../src/core/ports.ts';
import { nodeCryptography, nodeHashing } from '../../src/platform/cryptography.ts';
import { PASSPHRASE } from '../storage/vault-fixture.ts';
import { keptTempFolder, tempFolder } from '../support/temp-folder.ts';
import { exportCase } from './export/export-parts.ts';
import { captureOne, makeStation, signFor, verifyGiven, type TestStation } from './hand-over-parts.ts';
import { give, PNG } from './received-parts.ts';

const AGE_KEY = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';

interface Pair {
  readonly sender: TestStation;
  readonly receiver: TestStation;
  /** Packages of the sender's case, the second after another capture. */
  readonly path: string;
  readonly later: string;
}

let pair: Pair;
beforeAll(async () => {
  pair = await makePair();
});

/** A sender that has made two packages, and a receiver in its register. */
async function makePair(): Promise<Pair> {
  const [sender, receiver] = await Promise.all([makeStation(keptTempFolder()), makeStation(keptTempFolder())]);
  sender.vault.addRecipient({
    unit: 'NCB Bern',
    person: 'A. Keller',
    ageKey: AGE_KEY,
    receiptKey: receiver.key as `sha256:${string}`,
    checkedHow: 'by phone',
  });
  const { path } = await exportCase(sender.vault, sender.store, sender.fixture.root, { recipient: 'NCB Bern' });
  await captureOne(sender.store);
  const { path: later } = await exportCase(sender.vault, sender.store, sender.fixture.root, { folder: join(sender.fixture.root, 'later') });
  return { sender, receiver, path, later };
}

const add = ({ store, vault }: TestStation, bytes: Uint8Array): ReturnType<typeof recordReceipt> =>
  recordReceipt(nodeCryptography, store, vault, bytes);

/** The sender's vault with another register. */
function vaultWith({ vault }: TestStation, register: readonly Recipient[]): Parameters<typeof recordReceipt>[2] {
  return { listRecipients: () => register, listKeys: () => vault.listKeys() };
}

function lastEntry({ store }: TestStation): CustodyEntry {
  return JSON.parse(store.readLog().at(-1)?.line ?? '{}') as CustodyEntry;
}

const makeSigner = (): Signer => nodeCryptography.signingKeys.generate().signer;

/** Why the sender refuses a receipt; `recorded` when nothing is wrong. What is refused leaves no entry. */
function refusalOf(bytes: Uint8Array, register: readonly Recipient[] = pair.sender.vault.listRecipients()): unknown {
  const before = pair.sender.store.readLog().length;
  try {
    recordReceipt(nodeCryptography, pair.sender.store, vaultWith(pair.sender, register), bytes);
    return 'recorded';
  } catch (error) {
    const { code, details } = error as PugmarkError;
    if (pair.sender.store.readLog().length !== before) return 'recorded all the same';
    return code === 'receipt-refused' ? details['reason'] : code;
  }
}

async function findingsOf({ fixture }: TestStation): Promise<readonly unknown[]> {
  return (await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE })).findings;
}

describe('a receipt', () => {
  it('is signed by the receiver, stands in both logs, and shows with its package', async () => {
    const { sender, receiver, path } = pair;
    const given = await verifyGiven(path);
    const signed = await signFor(receiver, given, 'first.json');
    expect(lastEntry(receiver)).toMatchObject({
      type: 'package.received',
      digest: given.seal?.digest,
      details: {
        package: given.seal?.package,
        sender: sender.key,
        receipt: signed.receipt,
        receiptDigest: signed.digest,
        integrity: 'pass',
        fileSha256: given.fileSha256,
      },
    });
    expect(signed.bytes.includes('OP-2026')).toBe(false);
    const recorded = add(sender, signed.bytes);
    expect(recorded).toMatchObject({ digest: signed.digest, from: 'NCB Bern, A. Keller', receipt: { receipt: signed.receipt } });
    expect(lastEntry(sender)).toMatchObject({
      type: 'receipt.recorded',
      digest: signed.digest,
      details: { package: given.seal?.package, kind: 'signed', receipt: signed.receipt, receivedAt: recorded.receipt.receivedAt },
    });
    const [first, second] = listHandedOver(sender.store);
    expect(first).toMatchObject({
      package: given.seal?.package,
      seal: given.seal?.digest,
      recipient: 'NCB Bern',
      receipts: [{ kind: 'signed', digest: signed.digest, from: 'NCB Bern, A. Keller', receivedAt: recorded.receipt.receivedAt }],
    });
    expect(second?.receipts).toEqual([]);
    // The receipt itself is kept, word for word.
    expect(sender.store.readTexts().find(({ name, seq }) => name === 'receipt' && seq === lastEntry(sender).seq)?.text).toBe(
      signed.bytes.toString(),
    );
    expect([await findingsOf(sender), await findingsOf(receiver)]).toEqual([[], []]);
    // The next package goes on from all that, and shows no name of anybody.
    const next = await exportCase(sender.vault, sender.store, sender.fixture.root, { folder: join(sender.fixture.root, 'next') });
    expect((await verifyGiven(next.path)).verdict.axes.custody.state).toBe('pass');
    expect(readFileSync(next.path).includes('Keller')).toBe(false);
  });

  it('of a folder names no file, and of an encrypted package tells whether it was the file that was sent', async () => {
    const { sender, receiver, path } = pair;
    const unnamed = await signFor(receiver, await verifyGiven(path, false), 'unnamed.json');
    expect(openReceipt(nodeCryptography, unnamed.bytes).file).toBeUndefined();
    const { store, vault, fixture } = sender;
    const made = await exportCase(vault, store, fixture.root, { encryption: { kind: 'recipients', recipients: [AGE_KEY] } });
    const plain = { ...(await verifyGiven(path)) };
    const ofEncrypted = {
      ...plain,
      seal: plain.seal === undefined ? undefined : { ...plain.seal, package: made.package, digest: made.seal },
    };
    for (const [fileSha256, file] of [
      [made.fileSha256, 'same'],
      [plain.fileSha256, 'other'],
      [undefined, 'not-stated'],
    ] as const) {
      const { fileSha256: _none, ...rest } = ofEncrypted;
      const { bytes } = await signFor(receiver, { ...rest, ...(fileSha256 === undefined ? {} : { fileSha256 }) }, `of-${file}.json`);
      add(sender, bytes);
      expect(lastEntry(sender).details).toMatchObject({ package: made.package, file });
    }
  });

  it('is not signed for a package that anything speaks against, or of the other kind', async () => {
    const { receiver, path } = pair;
    const given = await verifyGiven(path);
    const before = receiver.store.readLog().length;
    const { axes } = given.verdict;
    for (const axis of ['integrity', 'authorship', 'custody', 'time', 'completeness'] as const) {
      const verdict = { ...given.verdict, axes: { ...axes, [axis]: { ...axes[axis], state: 'fail' as const } } };
      await expect(signFor(receiver, { ...given, verdict })).rejects.toMatchObject({ code: 'usage' });
    }
    await expect(signFor(receiver, { ...given, seal: undefined })).rejects.toMatchObject({ code: 'usage' });
    const practice = await makeStation(tempFolder(), true);
    await expect(signFor(practice, given)).rejects.toMatchObject({ code: 'usage' });
    expect([receiver.store.readLog().length, existsSync(join(receiver.fixture.root, 'receipt.json'))]).toEqual([before, false]);
    await signFor(receiver, given, 'after-all.json');
  });

  it('overwrites nothing, and is in no log when it could not be written', async () => {
    const { receiver, path } = pair;
    const given = await verifyGiven(path);
    const before = receiver.store.readLog().length;
    const taken = join(receiver.fixture.root, 'receipt.json');
    writeFileSync(taken, 'somebody else’s');
    await expect(signFor(receiver, given)).rejects.toMatchObject({ code: 'usage' });
    await expect(signFor(receiver, given, 'nowhere/receipt.json')).rejects.toMatchObject({ code: 'io-failed' });
    expect([receiver.store.readLog().length, readFileSync(taken, 'utf8')]).toEqual([before, 'somebody else’s']);
    expect(readdirSync(receiver.fixture.root).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('a receipt that is refused', () => {
  let good: Buffer;
  let goodLater: Buffer;
  beforeAll(async () => {
    good = (await signFor(pair.receiver, await verifyGiven(pair.path), 'a.json')).bytes;
    goodLater = (await signFor(pair.receiver, await verifyGiven(pair.later), 'b.json')).bytes;
  });

  /** The receipt again by a station of the test's own making, whose identity is put into the register. */
  function forge(
    edit: (receipt: Receipt, keys: { readonly identity: Signer; readonly seal: Signer }) => Receipt = (receipt) => receipt,
    how: {
      readonly purpose?: KeyPurpose;
      readonly certifiedBy?: Signer;
      readonly signer?: Signer;
      readonly practice?: boolean;
      readonly seal?: `sha256:${string}`;
    } = {},
  ): { readonly bytes: Uint8Array; readonly register: readonly Recipient[] } {
    const [identity, seal] = [makeSigner(), makeSigner()];
    const practice = how.practice ?? false;
    const certify = (publicKey: Uint8Array, purpose: KeyPurpose, by: Signer): string =>
      Buffer.from(
        buildKeyCertificate(nodeHashing, by, {
          publicKey,
          purpose,
          practice,
          createdAt: '2026-03-01T08:00:00.000Z',
          ...(purpose === 'operator' ? { operator: 'X' } : {}),
        }),
      ).toString('base64');
    const opened = openReceipt(nodeCryptography, good);
    const station = fingerprintOf(nodeHashing, identity.publicKey);
    const certificates = {
      identity: certify(identity.publicKey, 'identity', identity),
      seal: certify(seal.publicKey, how.purpose ?? 'seal', how.certifiedBy ?? identity),
    };
    const receipt = edit(
      { ...opened.receipt, station, practice, certificates, receipt: '99999999-9999-4999-8999-999999999999' },
      { identity, seal },
    );
    const statement = buildReceiptStatement({ seal: how.seal ?? opened.seal }, receipt);
    const bytes = buildEnvelope(nodeHashing, STATEMENT_PAYLOAD_TYPE, statement, how.signer ?? seal);
    const known = {
      format: 'recipient/v1',
      id: receipt.receipt,
      unit: 'Forged',
      ageKey: AGE_KEY,
      receiptKey: station,
      checkedHow: 'x',
      checkedAt: receipt.receivedAt,
    } as const;
    return { bytes, register: [known] };
  }

  it('is no receipt in its form', () => {
    const text = good.toString();
    for (const bytes of [
      '',
      '{}',
      `${text} `,
      text.replace('"signatures":[', '"signatures":[{"sig":"AA=="},'),
      text.slice(0, -1),
      'x'.repeat(100_000),
    ])
      expect(refusalOf(Buffer.from(bytes))).toBe('malformed');
    // A seal of a package is signed by the same kind of key, and says something else.
    const { payload } = parseEnvelope(good);
    const other = { ...(JSON.parse(Buffer.from(payload).toString()) as object), predicateType: 'urn:pugmark:package-seal:v1' };
    expect(refusalOf(buildEnvelope(nodeHashing, STATEMENT_PAYLOAD_TYPE, buildCanonicalJson(other), makeSigner()))).toBe('malformed');
  });

  it('is signed by another key than it says, or by one for something else', () => {
    const { payload } = parseEnvelope(good);
    const statement = parseReceiptStatement(payload);
    expect(refusalOf(buildEnvelope(nodeHashing, STATEMENT_PAYLOAD_TYPE, payload, makeSigner()))).toBe('signature');
    const changed = buildCanonicalJson({ ...statement, predicate: { ...statement.predicate, operator: 'somebody else' } });
    expect(
      refusalOf(Buffer.from(good.toString().replace(/"payload":"[^"]*"/, `"payload":"${Buffer.from(changed).toString('base64')}"`))),
    ).toBe('signature');
    expect(refusalOf(Buffer.from(good.toString().replace(/"keyid":"sha256:./, '"keyid":"sha256:x')))).toBe('signature');
    for (const how of [{ purpose: 'log' }, { purpose: 'operator' }, { certifiedBy: makeSigner() }, { signer: makeSigner() }] as const) {
      const forged = forge(undefined, how);
      expect(refusalOf(forged.bytes, forged.register)).toBe('signature');
    }
    const another = forge((receipt) => ({ ...receipt, station: pair.receiver.key as Receipt['station'] }));
    expect(refusalOf(another.bytes, another.register)).toBe('signature');
    const mixed = forge((receipt) => ({ ...receipt, practice: true }));
    expect(refusalOf(mixed.bytes, mixed.register)).toBe('signature');
  });

  it('is by nobody in the register', () => {
    const forged = forge();
    expect(refusalOf(forged.bytes)).toBe('key-unregistered');
    expect(refusalOf(good, [])).toBe('key-unregistered');
    const unkeyed = pair.sender.vault.listRecipients().map(({ receiptKey: _key, ...rest }) => rest);
    expect(refusalOf(good, unkeyed)).toBe('key-unregistered');
  });

  it('is of practice', () => {
    const forged = forge(undefined, { practice: true });
    expect(refusalOf(forged.bytes, forged.register)).toBe('practice');
  });

  it('is for no package of this case', async () => {
    for (const forged of [
      forge(undefined, { seal: `sha256:${'77'.repeat(32)}` }),
      forge((receipt) => ({ ...receipt, package: '77777777-7777-4777-8777-777777777777' })),
      forge((receipt) => ({ ...receipt, package: openReceipt(nodeCryptography, goodLater).receipt.package })),
      forge((receipt) => ({ ...receipt, sender: receipt.station })),
    ])
      expect(refusalOf(forged.bytes, forged.register)).toBe('package-unknown');
    // A true receipt, for a package of another case of the same sender.
    const { sender, receiver } = pair;
    sender.vault.newCase({ reference: 'OTHER', title: 'Another', practice: false });
    const other = sender.vault.openCase('OTHER');
    await captureOne(other);
    const made = await exportCase(sender.vault, other, sender.fixture.root, { folder: join(sender.fixture.root, 'other') });
    const { bytes } = await signFor(receiver, await verifyGiven(made.path), 'other.json');
    expect(refusalOf(bytes)).toBe('package-unknown');
    expect(recordReceipt(nodeCryptography, other, sender.vault, bytes)).toMatchObject({ from: 'NCB Bern, A. Keller' });
  });

  it('was recorded before, also with the receipt of the next package between; and the true ones were taken', () => {
    const { sender } = pair;
    const forged = forge();
    expect(add(sender, good).package.package).toBe(openReceipt(nodeCryptography, good).receipt.package);
    expect(refusalOf(good)).toBe('replayed');
    add(sender, goodLater);
    expect(refusalOf(good)).toBe('replayed');
    expect(refusalOf(goodLater)).toBe('replayed');
    // The same id in a receipt signed anew is no other receipt.
    const again = forge((receipt) => ({ ...receipt, receipt: openReceipt(nodeCryptography, good).receipt.receipt }));
    expect(refusalOf(again.bytes, again.register)).toBe('replayed');
    // What the forger makes with a key of the register is a receipt: the register is what it rests on.
    expect(recordReceipt(nodeCryptography, sender.store, vaultWith(sender, forged.register), forged.bytes).from).toBe('Forged');
  });
});

describe('a paper receipt', () => {
  it('is an exhibit of its own, marked as paper, once, and for a package of the case', async () => {
    const { sender } = pair;
    const { store, vault } = sender;
    const ground = await import('../../src/engine/composition.ts').then(({ composeReceivedGround }) => composeReceivedGround());
    const run = { store, operator: vault.operator, signal: new AbortController().signal };
    const [first, second] = listHandedOver(store);
    if (first === undefined || second === undefined) throw new Error('two packages were made');
    const sha256 = `sha256:${Buffer.from(nodeHashing.sha256(PNG)).toString('hex')}` as const;
    const scan = { file: give('signed.png', PNG), sha256, from: 'Parket Gent', package: first };
    const here = { ...ground, tool: { name: 'pugmark' as const, version: '0.1.0', digest: `sha256:${'ab'.repeat(32)}` as const } };
    const recorded = await addPaperReceipt(here, run, scan);
    expect(recorded).toMatchObject({ digest: sha256, from: 'Parket Gent' });
    expect(listHandedOver(store)[0]?.receipts).toContainEqual(
      expect.objectContaining({ kind: 'paper', digest: sha256, from: 'Parket Gent', exhibit: 'E-0003' }),
    );
    expect(store.findExhibit('E-0003')?.summary).toMatchObject({ kind: 'received', state: 'sealed' });
    const before = store.readLog().length;
    await expect(addPaperReceipt(here, run, scan)).rejects.toMatchObject({ code: 'receipt-refused', details: { reason: 'replayed' } });
    expect(store.readLog()).toHaveLength(before);
    expect(() => requirePackage(store, undefined)).toThrow(/say which one/);
    expect(() => requirePackage(store, '77777777-7777-4777-8777-777777777777')).toThrow(/has sealed no package/);
    expect(requirePackage(store, second.package)).toMatchObject({ package: second.package });
    expect(await findingsOf(sender)).toEqual([]);
  });
});
