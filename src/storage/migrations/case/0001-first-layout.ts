import { LOG_TABLES } from '../log-tables.ts';

/** `case.sqlite`, layout 1. */
export const CASE_0001_FIRST_LAYOUT = `
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  id            TEXT PRIMARY KEY,
  actor         TEXT NOT NULL,
  started_entry TEXT NOT NULL UNIQUE,
  started_at    TEXT NOT NULL,
  ended_at      TEXT
) STRICT;

CREATE TABLE attempts (
  number        INTEGER PRIMARY KEY CHECK (number >= 1),
  id            TEXT NOT NULL UNIQUE,
  kind          TEXT NOT NULL CHECK (kind IN ('capture', 'received')),
  session       TEXT NOT NULL REFERENCES sessions (id),
  requested_url TEXT NOT NULL,
  clicked_at    TEXT NOT NULL,
  started_at    TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('open', 'sealed', 'partial', 'failed', 'cancelled', 'interrupted')),
  ended_at      TEXT,
  CHECK ((state = 'open') = (ended_at IS NULL))
) STRICT;

CREATE INDEX attempts_open ON attempts (state) WHERE state = 'open';

CREATE TABLE exhibits (
  number       INTEGER PRIMARY KEY REFERENCES attempts (number),
  digest       TEXT NOT NULL,
  sealed_at    TEXT NOT NULL,
  title        TEXT,
  document_url TEXT,
  shown_url    TEXT,
  http_status  INTEGER
) STRICT;

CREATE TABLE content_keys (
  id         TEXT PRIMARY KEY,
  kind       TEXT NOT NULL CHECK (kind IN ('case', 'exhibit', 'secrets')),
  number     INTEGER REFERENCES attempts (number),
  wrapped_by TEXT REFERENCES content_keys (id),
  nonce      BLOB NOT NULL CHECK (length(nonce) = 12),
  sealed     BLOB NOT NULL CHECK (length(sealed) = 48),
  CHECK ((kind = 'case') = (wrapped_by IS NULL)),
  CHECK ((kind = 'case') = (number IS NULL))
) STRICT;

CREATE TABLE artifacts (
  number        INTEGER NOT NULL REFERENCES exhibits (number),
  position      INTEGER NOT NULL,
  role          TEXT NOT NULL,
  name          TEXT NOT NULL,
  media_type    TEXT NOT NULL,
  size_bytes    INTEGER NOT NULL CHECK (size_bytes >= 0),
  sha256        TEXT NOT NULL,
  sha512        TEXT NOT NULL,
  object_sha256 TEXT NOT NULL,
  stored_bytes  INTEGER NOT NULL CHECK (stored_bytes >= 0),
  key_id        TEXT REFERENCES content_keys (id),
  PRIMARY KEY (number, position),
  UNIQUE (number, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX artifacts_object ON artifacts (object_sha256);

CREATE TABLE statements (
  id           TEXT PRIMARY KEY,
  number       INTEGER REFERENCES attempts (number),
  envelope     BLOB NOT NULL,
  made_at      TEXT NOT NULL,
  withdrawn_at TEXT
) STRICT;

CREATE TABLE analysis_runs (
  id            TEXT PRIMARY KEY,
  number        INTEGER NOT NULL REFERENCES exhibits (number),
  format        TEXT NOT NULL,
  object_sha256 TEXT NOT NULL,
  made_at       TEXT NOT NULL
) STRICT;

CREATE TRIGGER attempts_no_delete BEFORE DELETE ON attempts BEGIN SELECT raise(ABORT, 'an attempt is never deleted'); END;
CREATE TRIGGER attempts_ended BEFORE UPDATE ON attempts WHEN old.state <> 'open' BEGIN SELECT raise(ABORT, 'an attempt ends once'); END;
${LOG_TABLES}`;
