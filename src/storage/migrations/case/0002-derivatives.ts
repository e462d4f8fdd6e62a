/** `case.sqlite`, layout 2: redacted copies of artifacts, each with its record (docs/formats/redaction.md). */
export const CASE_0002_DERIVATIVES = `
CREATE TABLE derivatives (
  id            TEXT PRIMARY KEY,
  number        INTEGER NOT NULL REFERENCES exhibits (number),
  name          TEXT NOT NULL,
  media_type    TEXT NOT NULL,
  size_bytes    INTEGER NOT NULL CHECK (size_bytes >= 0),
  sha256        TEXT NOT NULL,
  sha512        TEXT NOT NULL,
  object_sha256 TEXT NOT NULL,
  stored_bytes  INTEGER NOT NULL CHECK (stored_bytes >= 0),
  key_id        TEXT REFERENCES content_keys (id),
  redaction     TEXT NOT NULL,
  digest        TEXT NOT NULL,
  author        TEXT NOT NULL,
  made_at       TEXT NOT NULL,
  UNIQUE (number, name)
) STRICT;

CREATE INDEX derivatives_object ON derivatives (object_sha256);
CREATE TRIGGER derivatives_no_update BEFORE UPDATE ON derivatives BEGIN SELECT raise(ABORT, 'a derivative is never changed'); END;
`;
