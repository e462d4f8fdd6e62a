import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeStatement } from '../../../src/app/statements.ts';
import { LOG_FINDING_CODES } from '../../../src/core/custody/log-report.ts';
import { buildCheckpointNote, parseCheckpointNote } from '../../../src/core/custody/checkpoint.ts';
import { hashLeaf } from '../../../src/core/custody/merkle.ts';
import { sha256DigestOf } from '../../../src/core/digest/digest.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { CHECK_FINDING_CODES, type CheckFindingCode } from '../../../src/core/model/check.ts';
import { buildKeyCertificate } from '../../../src/core/signing/key-certificate.ts';
import { nodeCryptography, nodeHashing } from '../../../src/platform/cryptography.ts';
import { createVaults } from '../../../src/storage/vaults.ts';
import type { CaseStore } from '../../../src/core/ports.ts';
import { newStatementSchema } from '../../../src/core/statements/new-statement.ts';
import { buildTimestampRequest } from '../../../src/core/timestamp/build-request.ts';
import { readTimestampResponse } from '../../../src/core/timestamp/read-response.ts';
import { ASSERTED } from '../../support/statements.ts';
import { makeTimeAuthority } from '../../support/time/time-authority.ts';
import { give, PNG, receive } from '../../app/received-parts.ts';
import { markerOf } from '../../../src/core/redaction/redact-text.ts';
import { captureAd, makeCase, makeEnvironment, PASSPHRASE } from '../vault-parts.ts';
import { anchorFile, editLine, flipByte, keyFile, makeVictim, type Tamper, type Victim } from './tamper-tools.ts';
import { TAMPERED_DERIVATIVES } from './tampered-derivatives.ts';
import { TAMPERED_ROWS } from './tampered-rows.ts';

const base = mkdtempSync(join(tmpdir(), 'pugmark-tamper-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Where the vault is made and later lies changed: what the station kept about it is kept for this place. */
const root = join(base, 'station');
const template = join(base, 'template');

/**
 * One case, two exhibits, a redacted text of the second, one failed attempt, a received file, a note, a statement, a setting, a time stamp and one
 * that is asked for.
 */
beforeAll(async () => {
  mkdirSync(root);
  const vaults = createVaults(makeEnvironment(root));
  const vault = await vaults.init({
    folder: join(root, 'vault'),
    passphrase: PASSPHRASE,
    serviceNumber: 'NL-1234',
    agency: 'Team Nature',
  });
  const store = makeCase(vault);
  const session = store.startSession({}, { reason: 'first look' });
  await captureAd(store, session);
  await captureAd(store, session);
  const gone = store.startAttempt(session, { requestedUrl: 'https://gone.example/', clickedAt: '2026-03-02T08:00:00.000Z' });
  store.abandonAttempt(gone, 'capture.failed', { code: 'dns-failed' });
  await receive(vault, store, session, give('tusk.png', PNG), 'from Mrs A.');
  await keepRedacted(store);
  await stampCheckpoint(store);
  store.record({ type: 'note.added', exhibit: 'E-0001', details: {}, texts: { note: 'looks carved' } });
  await makeStatement(store, nodeCryptography.random, newStatementSchema.parse({ ...ASSERTED, evidence: [{ exhibit: 'E-0001' }] }));
  store.endSession(session, { captures: 3 });
  store.close();
  vault.rotateKey({ purpose: 'seal', practice: true });
  vault.close();
  renameSync(root, template);
});

async function keepRedacted(store: CaseStore): Promise<void> {
  const marker = markerOf('minor');
  await store.keepDerivative({
    exhibit: 'E-0002',
    original: 'text.txt',
    masks: [{ kind: 'span', start: 4, end: 4 + marker.length, reason: 'minor' }],
    mediaType: 'text/plain; charset=utf-8',
    bytes: toUtf8(`the ${marker} in each`),
  });
}

async function stampCheckpoint(store: CaseStore): Promise<void> {
  const { origin, size, note } = store.latestCheckpoint() ?? { origin: '', size: 0, note: '' };
  const digest = nodeHashing.sha256(toUtf8(note));
  const request = buildTimestampRequest({ hash: 'sha256', digest, nonce: nodeCryptography.random.bytes(16) });
  const response = await makeTimeAuthority(base).reply(request);
  const { genTime = '' } = readTimestampResponse(response);
  const asked = { subject: 'checkpoint', ref: `${origin}/${size}`, authority: 'local', request } as const;
  store.settleToken(store.addToken(asked).id, { state: 'granted', response, genTime, subjectSha256: sha256DigestOf(digest) });
  store.addToken({ ...asked, authority: 'other' });
}

async function check(tamper: (victim: Victim) => void, passphrase: string | null = PASSPHRASE): Promise<readonly CheckFindingCode[]> {
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(template, root, { recursive: true });
  tamper(makeVictim(join(root, 'vault'), join(root, 'state')));
  const vaults = createVaults(makeEnvironment(root));
  const report = await vaults.check({ folder: join(root, 'vault'), ...(passphrase === null ? {} : { passphrase }) });
  return [...new Set(report.findings.map(({ code }) => code))];
}

const LAST_LINE = '(SELECT max(seq) FROM entries)';

/** What somebody does, and the codes that name it: all of them, and no others. */
const TAMPERS: readonly Tamper[] = [
  // Bytes
  ['a byte of an object flipped', (v) => flipByte(v.object('dom.html'), 3), ['object-changed']],
  ['a byte of an encrypted object flipped', (v) => flipByte(v.object('secrets.json'), -1), ['object-changed']],
  ['a byte of capture.json flipped', (v) => flipByte(v.object('capture.json'), 50), ['object-changed']],
  ['an object cut', (v) => writeFileSync(v.object('dom.html'), ''), ['object-changed']],
  ['an object deleted', (v) => rmSync(v.object('dom.html')), ['object-missing']],
  ['an object renamed', (v) => renameSync(v.object('dom.html'), `${v.object('dom.html')}0`), ['object-missing', 'object-unknown']],
  ['a file added to the objects', (v) => writeFileSync(join(v.caseFolder, 'objects', 'planted.html'), 'x'), ['object-unknown']],
  [
    'an object planted under its right name',
    (v) => {
      const hex = Buffer.from(nodeHashing.sha256(toUtf8('planted'))).toString('hex');
      const folder = join(v.caseFolder, 'objects', hex.slice(0, 2), hex.slice(2, 4));
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, hex), 'planted');
    },
    ['object-unknown'],
  ],
  // Keys
  ['the vault key`s file damaged', (v) => flipByte(join(v.folder, 'keys', 'vault-key.age'), -1), ['key-file-invalid']],
  ['the vault key`s file deleted', (v) => rmSync(join(v.folder, 'keys', 'vault-key.age')), ['key-file-invalid', 'key-file-missing']],
  ['a private key damaged', (v) => flipByte(keyFile(v, 'seal'), 100), ['key-file-invalid']],
  ['a private key deleted', (v) => rmSync(keyFile(v, 'seal')), ['key-file-missing']],
  [
    'a private key in the place of one for another purpose',
    (v) => writeFileSync(keyFile(v, 'log'), readFileSync(keyFile(v, 'seal'))),
    ['key-file-invalid'],
  ],
  [
    'a key given another purpose',
    (v) => v.vaultSql("UPDATE public_keys SET purpose = 'log' WHERE purpose = 'seal' AND practice = 0"),
    ['key-certificate-invalid', 'key-file-invalid'],
  ],
  [
    'a practice key used for evidence',
    (v) => v.vaultSql("UPDATE public_keys SET practice = 0 WHERE purpose = 'log' AND practice = 1"),
    ['key-certificate-invalid', 'key-file-invalid'],
  ],
  [
    'the log key exchanged for a stranger`s, with a certificate by a stranger',
    (v) => {
      const stranger = nodeCryptography.signingKeys.generate().signer;
      const certificate = buildKeyCertificate(nodeHashing, stranger, {
        publicKey: nodeCryptography.signingKeys.generate().signer.publicKey,
        purpose: 'log',
        practice: false,
        createdAt: '2026-03-02T08:00:00.000Z',
      });
      v.vaultSql("UPDATE public_keys SET certificate = ? WHERE purpose = 'log' AND practice = 0", certificate);
    },
    ['key-certificate-invalid', 'checkpoint-signature', 'key-row-differs', 'checkpoint-missing'],
  ],
  [
    'a key`s row changed',
    (v) => v.vaultSql("UPDATE public_keys SET created_at = '2025-01-01T00:00:00.000Z' WHERE purpose = 'seal'"),
    ['key-row-differs'],
  ],
  [
    'a link exchanged for one that says otherwise',
    (v) => v.vaultSql('UPDATE texts SET text = replace(text, \'"sig":"\', \'"sig":"AAAA\') WHERE name = \'link\''),
    ['key-statement-invalid', 'text-differs'],
  ],
  ['a key deleted', (v) => v.vaultSql("DELETE FROM public_keys WHERE purpose = 'seal' AND practice = 0"), ['key-row-missing']],
  ['a key declared revoked', (v) => v.vaultSql("UPDATE public_keys SET state = 'revoked' WHERE purpose = 'seal'"), ['key-row-differs']],
  ['an operator given another`s name', (v) => v.vaultSql("UPDATE operators SET service_number = 'NL-9'"), ['key-row-differs']],
  ['an operator given another account', (v) => v.vaultSql("UPDATE operators SET os_account = 'somebody'"), ['key-row-differs']],
  ['an operator deleted', (v) => v.vaultSql('DELETE FROM operators'), ['key-row-missing']],
  // Log
  [
    'a line of a log edited',
    (v) => editLine(v, 'E-0002', 'NL-1234', 'NL-4321'),
    ['checkpoint-root', 'checkpoint-missing', 'anchor-differs'],
  ],
  [
    'a line spelled otherwise',
    (v) => editLine(v, 'E-0002', '{', '{ '),
    ['line-not-canonical', 'checkpoint-root', 'checkpoint-missing', 'anchor-differs', 'attempt-unlogged'],
  ],
  [
    'a line taken out',
    (v) => {
      v.caseSql('DELETE FROM texts WHERE seq = 3');
      v.caseSql('DELETE FROM entries WHERE seq = 3');
    },
    [
      'sequence-gap',
      'checkpoint-root',
      'checkpoint-invalid',
      'checkpoint-beyond-log',
      'checkpoint-missing',
      'anchor-differs',
      'end-without-start',
      'attempt-unlogged',
      'number-gap',
      'text-differs',
    ],
  ],
  [
    'a line withheld, as a disclosure may',
    (v) => {
      const [row] = v.queryCase<{ seq: number; line: string }>("SELECT seq, line FROM entries WHERE line LIKE '%note.added%'");
      const leaf = sha256DigestOf(hashLeaf(nodeHashing, toUtf8(row?.line ?? '')));
      v.caseSql("DELETE FROM texts WHERE name = 'note'");
      v.caseSql('UPDATE entries SET line = ? WHERE seq = ?', `{"seq":${row?.seq},"withheld":"${leaf}"}`, row?.seq ?? -1);
    },
    ['line-withheld'],
  ],
  [
    'the end of a log cut off with its checkpoints',
    (v) => {
      v.caseSql('UPDATE sessions SET ended_at = NULL');
      v.caseSql(`DELETE FROM checkpoints WHERE size > ${LAST_LINE}`);
      v.caseSql(`DELETE FROM entries WHERE seq = ${LAST_LINE}`);
    },
    ['anchor-differs'],
  ],
  ['all checkpoints deleted', (v) => v.caseSql('DELETE FROM checkpoints'), ['checkpoint-missing', 'token-row-differs']],
  ['a checkpoint`s row changed', (v) => v.caseSql("UPDATE checkpoints SET root = 'sha256:00' WHERE size = 3"), ['checkpoint-invalid']],
  [
    'a checkpoint in the place of another',
    (v) => v.caseSql('UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 5) WHERE size = 3'),
    ['checkpoint-invalid'],
  ],
  [
    'a checkpoint signed by a stranger',
    (v) => {
      const [row] = v.queryCase<{ note: string }>('SELECT note FROM checkpoints WHERE size = 3');
      const note = buildCheckpointNote(nodeHashing, parseCheckpointNote(row?.note ?? ''), nodeCryptography.signingKeys.generate().signer);
      v.caseSql('UPDATE checkpoints SET note = ? WHERE size = 3', note);
    },
    ['checkpoint-signature'],
  ],
  [
    'a checkpoint said to be by another key',
    (v) => v.caseSql(`UPDATE checkpoints SET key_id = 'sha256:${'0'.repeat(64)}' WHERE size = 3`),
    ['checkpoint-invalid'],
  ],
  [
    'a checkpoint said to be older than what it covers',
    (v) => v.caseSql("UPDATE checkpoints SET time = '2026-03-02T08:00:00.000Z' WHERE size = 3"),
    ['checkpoint-invalid'],
  ],
  [
    'a segment said to be another station`s, so that nobody verifies it',
    (v) => v.caseSql("UPDATE segments SET kind = 'received'"),
    [
      'segment-row-differs',
      'log-empty',
      'anchor-differs',
      'attempt-unlogged',
      'session-row-differs',
      'derivative-row-differs',
      'exhibit-row-differs',
      'token-row-differs',
    ],
  ],
  ['a segment of another station', (v) => v.vaultSql(`UPDATE segments SET station = 'sha256:${'0'.repeat(64)}'`), ['segment-row-differs']],
  ['a segment numbered otherwise', (v) => v.caseSql('UPDATE segments SET ordinal = 7'), ['segment-row-differs']],
  [
    'a segment begun at another time',
    (v) => v.caseSql("UPDATE segments SET started_at = '2025-01-01T00:00:00.000Z'"),
    ['segment-row-differs'],
  ],
  [
    'the vault`s segment begun at another time',
    (v) => v.vaultSql("UPDATE segments SET started_at = '2025-01-01T00:00:00.000Z'"),
    ['segment-row-differs'],
  ],
  [
    'a segment planted',
    (v) => v.caseSql("INSERT INTO segments SELECT 1, 'pugmark.planted', station, 'received', started_at FROM segments"),
    ['segment-row-differs'],
  ],
  ['what was kept outside the vault damaged', (v) => writeFileSync(anchorFile(v, 'case-'), '{}'), ['anchor-damaged']],
  ['a text of the log changed', (v) => v.caseSql("UPDATE texts SET text = 'not carved' WHERE name = 'note'"), ['text-differs']],
  ['a text of the log deleted', (v) => v.caseSql("DELETE FROM texts WHERE name = 'note'"), ['text-differs']],
  [
    'a text made up for an entry that commits to none, as a legal basis could be',
    (v) =>
      v.caseSql(
        "INSERT INTO texts SELECT origin, seq, 'basis', ?, zeroblob(16), 'order of 12 March' FROM entries WHERE line LIKE '%session.ended%'",
        sha256DigestOf(nodeHashing.sha256(Buffer.concat([Buffer.alloc(16), toUtf8('order of 12 March')]))),
      ),
    ['text-differs'],
  ],
  [
    'a statement taken away as if what it rests on had been erased',
    (v) => v.caseSql("UPDATE texts SET text = NULL, nonce = NULL WHERE name = 'statement'"),
    ['statement-invalid'],
  ],
  [
    'a statement made another one',
    (v) => v.caseSql("UPDATE texts SET text = replace(text, 'suspect', 'witness') WHERE name = 'statement'"),
    ['text-differs'],
  ],
  [
    'a statement made none',
    (v) => v.caseSql("UPDATE texts SET text = '{}' WHERE name = 'statement'"),
    ['text-differs', 'statement-invalid'],
  ],
  ...TAMPERED_ROWS,
  ...TAMPERED_DERIVATIVES,
];

describe('tampering', () => {
  it('not done is not found: the control', async () => {
    expect(await check(() => undefined)).toEqual([]);
    expect(await check(() => undefined, null)).toEqual([]);
  });

  it.each(TAMPERS)('%s', async (_, tamper, codes) => {
    expect([...(await check(tamper))].sort()).toEqual([...codes].sort());
  });

  it('is found without the passphrase as far as stored bytes and public keys go', async () => {
    expect(await check((v) => flipByte(v.object('secrets.json'), -1), null)).toEqual(['object-changed']);
    expect(await check((v) => flipByte(keyFile(v, 'seal'), 100), null)).toEqual([]);
  });

  it('has a test for every code of ours', () => {
    const provoked = new Set(TAMPERS.flatMap(([, , codes]) => codes));
    const ofLogs: readonly string[] = LOG_FINDING_CODES;
    expect(CHECK_FINDING_CODES.filter((code) => !provoked.has(code) && !ofLogs.includes(code))).toEqual(['recipe-differs']);
  });
});
