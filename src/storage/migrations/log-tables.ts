/**
 * Tables of a custody log, the same in the vault's and in a case's database (docs/formats/custody-log.md).
 * What is written once is never changed: the triggers stop our own mistakes, `check` finds everybody's.
 */
export const LOG_TABLES = `
CREATE TABLE segments (
  ordinal    INTEGER PRIMARY KEY CHECK (ordinal >= 0),
  origin     TEXT NOT NULL UNIQUE,
  station    TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('own', 'received')),
  started_at TEXT NOT NULL
) STRICT;

CREATE TABLE entries (
  origin TEXT NOT NULL REFERENCES segments (origin),
  seq    INTEGER NOT NULL CHECK (seq >= 0),
  line   TEXT NOT NULL,
  PRIMARY KEY (origin, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
  origin TEXT NOT NULL REFERENCES segments (origin),
  size   INTEGER NOT NULL CHECK (size >= 0),
  root   TEXT NOT NULL,
  note   TEXT NOT NULL,
  key_id TEXT NOT NULL,
  time   TEXT NOT NULL,
  PRIMARY KEY (origin, size)
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
  id          TEXT PRIMARY KEY,
  subject     TEXT NOT NULL CHECK (subject IN ('checkpoint', 'session', 'seal')),
  subject_ref TEXT NOT NULL,
  authority   TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('pending', 'granted', 'refused')),
  request     BLOB NOT NULL,
  response    BLOB,
  gen_time    TEXT,
  created_at  TEXT NOT NULL
) STRICT;

CREATE TABLE texts (
  origin     TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  name       TEXT NOT NULL,
  commitment TEXT NOT NULL,
  nonce      BLOB CHECK (nonce IS NULL OR length(nonce) = 16),
  text       TEXT,
  PRIMARY KEY (origin, seq, name),
  FOREIGN KEY (origin, seq) REFERENCES entries (origin, seq),
  CHECK ((nonce IS NULL) = (text IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER segments_no_update BEFORE UPDATE ON segments BEGIN SELECT raise(ABORT, 'append only'); END;
CREATE TRIGGER segments_no_delete BEFORE DELETE ON segments BEGIN SELECT raise(ABORT, 'append only'); END;
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT raise(ABORT, 'append only'); END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT raise(ABORT, 'append only'); END;
CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON checkpoints BEGIN SELECT raise(ABORT, 'append only'); END;
CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON checkpoints BEGIN SELECT raise(ABORT, 'append only'); END;
`;
