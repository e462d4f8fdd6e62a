import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changeJson, damagePages, editLine, type Tamper } from './tamper-tools.ts';

/** What somebody does to rows, records and whole databases, and the codes that name it: all of them, and no others. */
export const TAMPERED_ROWS: readonly Tamper[] = [
  [
    'an address changed',
    (v) => v.caseSql("UPDATE attempts SET requested_url = 'https://other.example/' WHERE number = 3"),
    ['attempt-row-differs'],
  ],
  ['an attempt declared failed', (v) => v.caseSql("UPDATE attempts SET state = 'cancelled' WHERE number = 3"), ['attempt-row-differs']],
  ['an attempt deleted', (v) => v.caseSql('DELETE FROM attempts WHERE number = 3'), ['exhibit-missing']],
  [
    'an attempt made up',
    (v) =>
      v.caseSql(
        "INSERT INTO attempts SELECT 5, 'x', kind, session, requested_url, clicked_at, started_at, state, ended_at FROM attempts WHERE number = 3",
      ),
    ['attempt-unlogged'],
  ],
  [
    'an exhibit deleted',
    (v) => {
      v.caseSql('DELETE FROM artifacts WHERE number = 1');
      v.caseSql('DELETE FROM exhibits WHERE number = 1');
    },
    ['exhibit-missing', 'object-unknown'],
  ],
  ['a title changed', (v) => v.caseSql("UPDATE exhibits SET title = 'Plastic figurine' WHERE number = 1"), ['exhibit-row-differs']],
  [
    'the time of a seal changed',
    (v) => v.caseSql("UPDATE exhibits SET sealed_at = '2025-01-01T00:00:00.000Z' WHERE number = 1"),
    ['exhibit-row-differs'],
  ],
  ['a digest changed', (v) => v.caseSql(`UPDATE exhibits SET digest = 'sha256:${'0'.repeat(64)}' WHERE number = 1`), ['record-digest']],
  ['a session moved in time', (v) => v.caseSql("UPDATE sessions SET started_at = '2025-01-01T00:00:00.000Z'"), ['session-row-differs']],
  [
    'an artifact called otherwise',
    (v) => v.caseSql("UPDATE artifacts SET name = 'other.html' WHERE number = 1 AND role = 'dom'"),
    ['artifact-list-differs'],
  ],
  [
    'a record called otherwise',
    (v) => v.caseSql("UPDATE artifacts SET name = 'other.json' WHERE number = 1 AND role = 'record'"),
    ['artifact-list-differs'],
  ],
  [
    'a record of another type',
    (v) => v.caseSql("UPDATE artifacts SET media_type = 'text/html' WHERE number = 1 AND role = 'record'"),
    ['artifact-list-differs'],
  ],
  [
    'a second digest changed',
    (v) => v.caseSql(`UPDATE artifacts SET sha512 = 'sha512:${'0'.repeat(128)}' WHERE number = 1 AND role = 'dom'`),
    ['artifact-changed', 'artifact-list-differs'],
  ],
  [
    'the plain digest of an encrypted artifact changed',
    (v) => v.caseSql(`UPDATE artifacts SET sha256 = 'sha256:${'0'.repeat(64)}' WHERE number = 1 AND role = 'secrets'`),
    ['artifact-changed', 'artifact-list-differs'],
  ],
  [
    'an artifact taken from the list',
    (v) => v.caseSql("DELETE FROM artifacts WHERE number = 1 AND role = 'dom'"),
    ['artifact-list-differs', 'object-unknown'],
  ],
  [
    'a content key damaged',
    (v) => v.caseSql("UPDATE content_keys SET sealed = zeroblob(48) WHERE kind = 'secrets' AND number = 1"),
    ['content-key-invalid'],
  ],
  // Time stamps
  [
    'a time stamp of another time',
    (v) => v.caseSql("UPDATE tokens SET gen_time = '2025-01-01T00:00:00.000Z' WHERE state = 'granted'"),
    ['token-row-differs', 'token-invalid'],
  ],
  ['a time stamp taken away', (v) => v.caseSql("DELETE FROM tokens WHERE state = 'granted'"), ['token-missing']],
  [
    'a time stamp declared refused',
    (v) => v.caseSql("UPDATE tokens SET state = 'refused', gen_time = NULL WHERE state = 'granted'"),
    ['token-row-differs'],
  ],
  [
    'a time stamp declared granted',
    (v) => v.caseSql("UPDATE tokens SET state = 'granted', response = request, gen_time = created_at WHERE state = 'pending'"),
    ['token-row-differs'],
  ],
  [
    'a time stamp put in the place of another',
    (v) => v.caseSql("UPDATE tokens SET response = zeroblob(9) WHERE state = 'granted'"),
    ['token-row-differs', 'token-invalid'],
  ],
  [
    'a request over another checkpoint',
    (v) => v.caseSql("UPDATE tokens SET subject_ref = (SELECT origin || '/' || min(size) FROM checkpoints) WHERE state = 'pending'"),
    ['token-invalid'],
  ],
  [
    'a request over no checkpoint',
    (v) => v.caseSql("UPDATE tokens SET subject_ref = 'pugmark.none/1' WHERE state = 'pending'"),
    ['token-row-differs'],
  ],
  // Records
  [
    'a record rewritten with its rows',
    (v) => {
      v.replaceRecord((text) => text.replace('Oud ivoren beeldje', 'Plastic beeldje'));
      v.caseSql("UPDATE exhibits SET title = 'Plastic beeldje' WHERE number = 1");
    },
    ['record-digest', 'object-unknown'],
  ],
  [
    'a record rewritten with its rows and its line of the log',
    (v) => {
      const { oldDigest, newDigest } = v.replaceRecord((text) => text.replace('Oud ivoren beeldje', 'Plastic beeldje'));
      v.caseSql("UPDATE exhibits SET title = 'Plastic beeldje' WHERE number = 1");
      editLine(v, 'capture.sealed', oldDigest, newDigest);
    },
    ['checkpoint-root', 'checkpoint-missing', 'anchor-differs', 'object-unknown'],
  ],
  ['a record spelled otherwise', (v) => void v.replaceRecord((text) => `${text}\n`), ['record-digest', 'record-invalid', 'object-unknown']],
  [
    'a record of another attempt',
    (v) => void v.replaceRecord((text) => changeJson(text, (record) => (record['exhibit'] = 'E-0002'))),
    ['record-digest', 'record-differs', 'object-unknown'],
  ],
  // A received file
  ['a received file renamed', (v) => v.caseSql("UPDATE exhibits SET title = 'other.png' WHERE number = 4"), ['exhibit-row-differs']],
  [
    'a received file given an address',
    (v) => {
      v.caseSql("UPDATE attempts SET requested_url = 'https://market.example/' WHERE number = 4");
    },
    ['attempt-row-differs'],
  ],
  [
    'a received file said to be given on another day',
    (v) => v.caseSql("UPDATE attempts SET clicked_at = '2025-01-01T00:00:00.000Z' WHERE number = 4"),
    ['attempt-row-differs', 'record-differs'],
  ],
  [
    'a received file called a capture',
    (v) => v.caseSql("UPDATE attempts SET kind = 'capture' WHERE number = 4"),
    ['attempt-row-differs', 'artifact-list-differs', 'record-invalid'],
  ],
  [
    'a capture called a received file',
    (v) => v.caseSql("UPDATE attempts SET kind = 'received' WHERE number = 2"),
    ['attempt-row-differs', 'artifact-list-differs', 'record-invalid'],
  ],
  [
    'what was said of a received file changed',
    (v) => v.caseSql("UPDATE texts SET text = 'from Mr B.' WHERE name = 'origin'"),
    ['text-differs'],
  ],
  [
    'another file in the place of a received one',
    (v) =>
      v.caseSql(
        "UPDATE artifacts SET (sha256, sha512, object_sha256, size_bytes, stored_bytes) = (SELECT sha256, sha512, object_sha256, size_bytes, stored_bytes FROM artifacts WHERE number = 1 AND name = 'dom.html') WHERE number = 4 AND role = 'received'",
      ),
    ['artifact-list-differs', 'object-unknown'],
  ],
  // Registry
  ['a case retitled', (v) => v.vaultSql("UPDATE cases SET title = 'Parking fines'"), ['case-row-differs']],
  ['a case opened at another time', (v) => v.vaultSql("UPDATE cases SET opened_at = '2025-01-01T00:00:00.000Z'"), ['case-row-differs']],
  [
    'a case declared practice',
    (v) => v.vaultSql('UPDATE cases SET practice = 1'),
    [
      'case-row-differs',
      'meta-differs',
      'segment-row-differs',
      'line-foreign',
      'checkpoint-signature',
      'checkpoint-missing',
      'record-differs',
      'row-unaccounted',
    ],
  ],
  ['a case taken from the registry', (v) => v.vaultSql('DELETE FROM cases'), ['case-missing', 'case-unregistered']],
  ['a case`s folder deleted', (v) => rmSync(v.caseFolder, { recursive: true }), ['case-missing']],
  ['a folder among the cases', (v) => mkdirSync(join(v.folder, 'cases', 'planted')), ['case-unregistered']],
  ['a setting changed', (v) => v.vaultSql(`UPDATE settings SET value = '"Other"'`), ['setting-differs']],
  ['a setting made no value at all', (v) => v.vaultSql("UPDATE settings SET value = '[' || value"), ['setting-differs']],
  ['a setting changed in time', (v) => v.vaultSql("UPDATE settings SET changed_at = '2025-01-01T00:00:00.000Z'"), ['setting-differs']],
  ['the vault said to stand elsewhere', (v) => v.vaultSql("UPDATE meta SET value = '/elsewhere' WHERE name = 'folder'"), ['meta-differs']],
  ['the vault said to be of another tool', (v) => v.vaultSql("UPDATE meta SET value = 'x' WHERE name = 'tool'"), ['meta-differs']],
  ['a case said to be of another vault', (v) => v.caseSql("UPDATE meta SET value = 'x' WHERE name = 'vault'"), ['meta-differs']],
  ['something planted in what a database says of itself', (v) => v.caseSql("INSERT INTO meta VALUES ('basis', 'x')"), ['meta-differs']],
  [
    'a token planted',
    (v) =>
      v.caseSql(
        "INSERT INTO tokens VALUES ('t', 'checkpoint', 'x', 'https://tsa.example/', 'granted', x'00', x'00', '2025-01-01', '2025-01-01')",
      ),
    ['token-row-differs'],
  ],
  ['a statement planted', (v) => v.caseSql("INSERT INTO statements VALUES ('s', 1, x'00', '2025-01-01', NULL)"), ['row-unaccounted']],
  [
    'an analysis planted',
    (v) => v.caseSql("INSERT INTO analysis_runs VALUES ('a', 1, 'analysis/v1', 'sha256:00', '2025-01-01')"),
    ['row-unaccounted'],
  ],
  [
    'a recipient planted',
    (v) => v.vaultSql("INSERT INTO recipients VALUES ('r', 'NCB', NULL, 'age1', NULL, 'by phone', '2025-01-01')"),
    ['row-unaccounted'],
  ],
  // Databases
  ['a table added', (v) => v.caseSql('CREATE TABLE planted (a TEXT) STRICT'), ['database-foreign']],
  ['a guard taken away', (v) => v.caseSql('ALTER TABLE statements ADD COLUMN planted TEXT'), ['database-foreign']],
  ['another program`s database', (v) => writeFileSync(join(v.caseFolder, 'case.sqlite'), 'x'.repeat(4096)), ['database-foreign']],
  [
    'pages of a database damaged',
    (v) => writeFileSync(join(v.caseFolder, 'case.sqlite'), damagePages(join(v.caseFolder, 'case.sqlite'))),
    ['database-damaged'],
  ],
  [
    'a row that names nothing',
    (v) => v.caseSql("UPDATE artifacts SET key_id = 'nothing' WHERE number = 2 AND role = 'secrets'"),
    ['database-damaged', 'content-key-invalid'],
  ],
];
