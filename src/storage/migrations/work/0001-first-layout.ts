/** `work.sqlite`, layout 1. */
export const WORK_0001_FIRST_LAYOUT = `
CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE batch_items (
  ordinal       INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  reference     TEXT NOT NULL,
  url           TEXT NOT NULL,
  source        TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'interrupted')),
  tries         INTEGER NOT NULL CHECK (tries >= 0),
  added_at      TEXT NOT NULL,
  exhibit       TEXT,
  error_code    TEXT,
  error_message TEXT,
  CHECK ((error_code IS NULL) = (error_message IS NULL))
) STRICT;

CREATE INDEX batch_items_state ON batch_items (state, ordinal);
`;
