import type { LogKeyLink } from '../../core/custody/key-eras.ts';
import { parseEntryLine } from '../../core/custody/entry.ts';
import { sha256DigestOf, sha256DigestSchema } from '../../core/digest/digest.ts';
import { toUtf8 } from '../../core/digest/encoding.ts';
import type { Cryptography, KeyStatement } from '../../core/ports.ts';
import { parseKeyLink } from '../../core/signing/key-link.ts';
import type { Database } from '../database.ts';

/**
 * Links and revocations of the vault, oldest first: they stand as texts beside the entries of the vault log that they belong to, so that
 * one transaction writes both. Throws `record-invalid` when the log cannot be read.
 */
export function readKeyStatements(db: Database): readonly KeyStatement[] {
  return db
    .prepare<[], { name: 'link' | 'revocation'; text: string; line: string }>(
      `SELECT t.name, t.text, e.line FROM texts t
       JOIN entries e ON e.origin = t.origin AND e.seq = t.seq JOIN segments s ON s.origin = t.origin
       WHERE t.name IN ('link', 'revocation') AND t.text IS NOT NULL ORDER BY s.ordinal, e.seq`,
    )
    .all()
    .flatMap(({ name, text, line }): readonly KeyStatement[] => {
      const { type, details, digest } = parseEntryLine(line);
      const { key, next, practice } = details;
      if (type !== (name === 'link' ? 'key.rotated' : 'key.revoked') || digest === undefined) return [];
      const about = sha256DigestSchema.safeParse(name === 'link' ? next : key).data;
      if (about === undefined) return [];
      return [{ kind: name, key: about, practice: practice === true, digest, statement: toUtf8(text) }];
    });
}

/** The links among them, their signatures NOT checked. Throws `key-invalid`, `dsse-invalid`. */
export function readKeyLinks(db: Database, { hashing }: Pick<Cryptography, 'hashing'>, practice: boolean): readonly LogKeyLink[] {
  return readKeyStatements(db)
    .filter((one) => one.kind === 'link' && one.practice === practice)
    .map(({ statement }) => {
      const { purpose, from, to } = parseKeyLink(hashing, statement);
      return { purpose, from, to, digest: sha256DigestOf(hashing.sha256(statement)) };
    });
}
