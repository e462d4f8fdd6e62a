import type { Tamper } from './tamper-tools.ts';

const ZEROS = '0'.repeat(64);
/** The trigger that keeps a derivative from being changed stands in nobody's way who has the file. */
const change = (set: string): string => `UPDATE derivatives SET ${set}`;

/** What somebody does to a redacted copy, its record or its row, and the codes that name it: all of them, and no others. */
export const TAMPERED_DERIVATIVES: readonly Tamper[] = [
  ['a derivative deleted', (v) => v.caseSql('DELETE FROM derivatives'), ['derivative-missing', 'object-unknown']],
  [
    'a derivative made up',
    (v) =>
      v.caseSql(
        `INSERT INTO derivatives SELECT '00000000-0000-4000-8000-000000000000', number, 'other.txt', media_type, size_bytes, sha256, sha512,
         object_sha256, stored_bytes, key_id, redaction, digest, author, made_at FROM derivatives`,
      ),
    ['derivative-row-differs'],
  ],
  ['a derivative given to another exhibit', (v) => v.caseSql(change('number = 1')), ['derivative-row-differs']],
  ['a mask given another reason', (v) => v.caseSql(change("redaction = replace(redaction, 'minor', 'other')")), ['derivative-row-differs']],
  ['a record of a derivative that is none', (v) => v.caseSql(change("redaction = '{}'")), ['derivative-row-differs']],
  ['the author of a derivative changed', (v) => v.caseSql(change("author = 'NL-9'")), ['derivative-row-differs']],
  [
    'the digest of a derivative changed',
    (v) => v.caseSql(change(`sha256 = 'sha256:${ZEROS}'`)),
    ['artifact-changed', 'derivative-row-differs'],
  ],
  [
    'the original of a derivative changed in its row',
    (v) => v.caseSql("UPDATE texts SET text = 'x' WHERE name = 'original'"),
    ['derivative-row-differs', 'text-differs'],
  ],
];
