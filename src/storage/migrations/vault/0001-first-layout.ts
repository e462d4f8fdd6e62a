import { LOG_TABLES } from '../log-tables.ts';

/** `vault.sqlite`, layout 1. */
export const VAULT_0001_FIRST_LAYOUT = `
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE public_keys (
  id          TEXT PRIMARY KEY,
  purpose     TEXT NOT NULL CHECK (purpose IN ('identity', 'log', 'seal', 'operator')),
  practice    INTEGER NOT NULL CHECK (practice IN (0, 1)),
  public_key  BLOB NOT NULL CHECK (length(public_key) = 32),
  certificate BLOB NOT NULL,
  operator    TEXT,
  created_at  TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('current', 'rotated', 'revoked')),
  CHECK ((purpose = 'operator') = (operator IS NOT NULL))
) STRICT;

CREATE TABLE operators (
  service_number  TEXT PRIMARY KEY,
  os_account      TEXT,
  key_id          TEXT NOT NULL REFERENCES public_keys (id),
  practice_key_id TEXT NOT NULL REFERENCES public_keys (id),
  added_at        TEXT NOT NULL
) STRICT;

CREATE TABLE recipients (
  id          TEXT PRIMARY KEY,
  unit        TEXT NOT NULL,
  person      TEXT,
  age_key     TEXT NOT NULL,
  receipt_key BLOB,
  checked_how TEXT NOT NULL,
  checked_at  TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
  name       TEXT PRIMARY KEY,
  value      TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;

CREATE TABLE cases (
  ordinal   INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  reference TEXT NOT NULL UNIQUE,
  title     TEXT NOT NULL,
  basis     TEXT,
  practice  INTEGER NOT NULL CHECK (practice IN (0, 1)),
  state     TEXT NOT NULL CHECK (state IN ('open', 'closed', 'erased')),
  opened_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER cases_practice_is_fixed BEFORE UPDATE OF practice, id ON cases BEGIN SELECT raise(ABORT, 'fixed at creation'); END;
${LOG_TABLES}`;
