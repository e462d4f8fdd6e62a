import { isExhibitEnd, type CaseEventType } from '../../core/custody/event-types.ts';
import { parseEntryLine } from '../../core/custody/entry.ts';
import { sha256DigestOf, type Hashing, type Sha256Digest } from '../../core/digest/digest.ts';
import { toUtf8 } from '../../core/digest/encoding.ts';
import type { ExhibitNumber, Uuid } from '../../core/ids.ts';
import type { StoredToken } from '../../core/timestamp/stored-token.ts';
import type { GrantedToken, TimeQuestion, TimeStanding, TokenRow, TokenTarget } from '../../core/token-ports.ts';
import type { Database } from '../database.ts';

type Sha256 = Pick<Hashing, 'sha256'>;

interface Row {
  readonly id: Uuid;
  readonly subject: TokenRow['subject'];
  readonly subject_ref: string;
  readonly authority: string;
  readonly state: TokenRow['state'];
  readonly request: Uint8Array;
  readonly response: Uint8Array | null;
  readonly gen_time: string | null;
  readonly created_at: string;
}

/** Every request, in the order of asking. */
export function readTokenRows(db: Database): readonly TokenRow[] {
  return db
    .prepare<[], Row>(
      'SELECT id, subject, subject_ref, authority, state, request, response, gen_time, created_at FROM tokens ORDER BY created_at, rowid',
    )
    .all()
    .map((row) => ({
      id: row.id,
      subject: row.subject,
      ref: row.subject_ref,
      authority: row.authority,
      state: row.state,
      request: new Uint8Array(row.request),
      ...(row.response === null ? {} : { response: new Uint8Array(row.response) }),
      ...(row.gen_time === null ? {} : { genTime: row.gen_time }),
      createdAt: row.created_at,
    }));
}

/** Those whose subject the case holds itself: checkpoints and sessions. The bytes of a seal stand in its package alone. */
export function readStoredTokens(db: Database): readonly StoredToken[] {
  return readTokenRows(db).flatMap(({ id: _id, createdAt: _createdAt, ref, ...token }) => {
    const subjectBytes = readSubjectBytes(db, token.subject, ref);
    return subjectBytes === undefined ? [] : [{ ...token, subjectBytes }];
  });
}

/** The stamped bytes of a checkpoint or a session. Undefined when the case has no such one. */
export function readSubjectBytes(db: Database, subject: TokenRow['subject'], ref: string): Uint8Array | undefined {
  if (subject === 'seal') return undefined;
  if (subject === 'checkpoint') {
    const place = parseCheckpointRef(ref);
    const row = db
      .prepare<[string, number], { note: string }>('SELECT note FROM checkpoints WHERE origin = ? AND size = ?')
      .get(place?.origin ?? '', place?.size ?? -1);
    return row === undefined ? undefined : toUtf8(row.note);
  }
  // Canonical order puts `type` last; the id is looked for in the entry itself.
  const rows = db.prepare<[string], { line: string }>(
    `SELECT line FROM entries WHERE line LIKE '%"type":"session.started"}' AND instr(line, ?) > 0`,
  );
  const row = rows.all(ref).find(({ line }) => parseEntryLine(line).details['session'] === ref);
  return row === undefined ? undefined : toUtf8(row.line);
}

/** `<origin>/<size>`; undefined for anything else. */
export function parseCheckpointRef(ref: string): { readonly origin: string; readonly size: number } | undefined {
  const match = /^([^/\s]{1,200})\/([1-9][0-9]{0,15})$/.exec(ref);
  return match?.[1] === undefined ? undefined : { origin: match[1], size: Number(match[2]) };
}

/** A request's subject by the digest that the case knows of it: of a seal once its package is sealed. Undefined when it knows none. */
export function readTokenTarget(db: Database, hashing: Sha256, id: Uuid): TokenTarget | undefined {
  const row = db
    .prepare<[string], { subject: TokenRow['subject']; ref: string }>('SELECT subject, subject_ref AS ref FROM tokens WHERE id = ?')
    .get(id);
  if (row === undefined) return undefined;
  if (row.subject === 'seal') {
    const sha256 = readSealDigest(db, row.ref);
    return sha256 === undefined ? undefined : { ...row, sha256 };
  }
  const bytes = readSubjectBytes(db, row.subject, row.ref);
  return bytes === undefined ? undefined : { ...row, sha256: sha256DigestOf(hashing.sha256(bytes)) };
}

/** SHA-256 of the seal of a package of this case. */
export function readSealDigest(db: Database, packageId: Uuid): Sha256Digest | undefined {
  const rows = db
    .prepare<[string], { line: string }>(`SELECT line FROM entries WHERE line LIKE '%"type":"package.sealed"}' AND instr(line, ?) > 0`)
    .all(packageId);
  return rows.map(({ line }) => parseEntryLine(line)).find(({ details }) => details['package'] === packageId)?.digest;
}

/** Tokens over the start of a session, earliest first. */
export function readSessionTokens(db: Database, hashing: Sha256, session: Uuid): readonly GrantedToken[] {
  return db
    .prepare<[string], GrantedRow>(
      `SELECT id, subject_ref AS ref, authority, gen_time AS genTime FROM tokens WHERE subject = 'session' AND subject_ref = ? AND state = 'granted'`,
    )
    .all(session)
    .map((row) => tokenOf(db, hashing, row))
    .toSorted(byTime);
}

/** A place in the case's log: which segment, and how many of its entries. */
interface LogPlace {
  readonly ordinal: number;
  readonly size: number;
}

/**
 * Whether an authority confirmed that the end of an exhibit, or what the log tells, existed. A token over a checkpoint covers the entries
 * before it, and through `segment.joined` every segment before its own.
 */
export function readTime(db: Database, hashing: Sha256, of: TimeQuestion): TimeStanding {
  const last = of.exhibit === undefined ? findLastAct(db, of.everything === true) : findEnd(db, of.exhibit);
  if (last === undefined) return { state: 'none', tokens: [] };
  const covering = readCovering(db, of.authority).filter(({ place }) => !isBefore(place, last));
  const [first] = covering;
  if (first === undefined) return { state: 'pending', tokens: [] };
  const same = covering.filter(({ place }) => place.ordinal === first.place.ordinal && place.size === first.place.size);
  return { state: 'confirmed', tokens: same.map(({ row }) => tokenOf(db, hashing, row)).toSorted(byTime) };
}

/** A granted token without its bytes. */
interface GrantedRow {
  readonly id: Uuid;
  readonly ref: string;
  readonly authority: string;
  readonly genTime: string;
}

/** Granted tokens over checkpoints, in the order of the log. */
function readCovering(db: Database, authority: string | undefined): readonly { readonly place: LogPlace; readonly row: GrantedRow }[] {
  const segments = db.prepare<[], { origin: string; ordinal: number }>('SELECT origin, ordinal FROM segments').all();
  const ordinals = new Map(segments.map(({ origin, ordinal }) => [origin, ordinal]));
  return db
    .prepare<[], GrantedRow>(
      `SELECT id, subject_ref AS ref, authority, gen_time AS genTime FROM tokens WHERE subject = 'checkpoint' AND state = 'granted'`,
    )
    .all()
    .flatMap((row) => {
      const place = parseCheckpointRef(row.ref);
      const ordinal = place === undefined ? undefined : ordinals.get(place.origin);
      if (place === undefined || ordinal === undefined || (authority !== undefined && row.authority !== authority)) return [];
      return [{ place: { ordinal, size: place.size }, row }];
    })
    .toSorted((one, other) => one.place.ordinal - other.place.ordinal || one.place.size - other.place.size);
}

function isBefore(place: LogPlace, last: LogPlace): boolean {
  return place.ordinal < last.ordinal || (place.ordinal === last.ordinal && place.size < last.size);
}

/** Entries for which no stamp is asked: that of a token would ask for the next token, for ever, and who looks does nothing to what is kept. */
const NO_ACTS: readonly CaseEventType[] = ['checkpoint.timestamped', 'clock.checked', 'session.started', 'session.ended', 'exhibit.viewed'];

/** How far the log must be covered for its newest entry that tells of an act; `everything`: for the newest that tells of no token. */
function findLastAct(db: Database, everything: boolean): LogPlace | undefined {
  const noActs = everything ? NO_ACTS.slice(0, 1) : NO_ACTS;
  // Canonical order puts `type` last.
  const left = noActs.map((type) => `AND e.line NOT LIKE '%"type":"${type}"}'`).join(' ');
  const row = db
    .prepare<[], { ordinal: number; seq: number }>(
      `SELECT s.ordinal, e.seq FROM segments s JOIN entries e ON e.origin = s.origin
       WHERE s.kind = 'own' ${left} ORDER BY s.ordinal DESC, e.seq DESC LIMIT 1`,
    )
    .get();
  return row === undefined ? undefined : { ordinal: row.ordinal, size: row.seq + 1 };
}

function findEnd(db: Database, exhibit: ExhibitNumber): LogPlace | undefined {
  const rows = db.prepare<[string], { ordinal: number; seq: number; line: string }>(
    `SELECT s.ordinal, e.seq, e.line FROM segments s JOIN entries e ON e.origin = s.origin
     WHERE instr(e.line, ?) > 0 ORDER BY s.ordinal DESC, e.seq DESC`,
  );
  for (const { ordinal, seq, line } of rows.iterate(`"exhibit":"${exhibit}"`)) {
    const entry = parseEntryLine(line);
    if (entry.exhibit === exhibit && isExhibitEnd(entry.type)) return { ordinal, size: seq + 1 };
  }
  return undefined;
}

function tokenOf(db: Database, hashing: Sha256, { id, authority, genTime }: GrantedRow): GrantedToken {
  const row = db.prepare<[string], { response: Uint8Array }>('SELECT response FROM tokens WHERE id = ?').get(id);
  return { digest: sha256DigestOf(hashing.sha256(row?.response ?? new Uint8Array())), authority, genTime };
}

function byTime(one: GrantedToken, other: GrantedToken): number {
  return one.genTime < other.genTime ? -1 : one.genTime > other.genTime ? 1 : 0;
}
