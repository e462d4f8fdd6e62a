/**
 * `index.sqlite`, layout 1. Derived: another layout is no migration, the file is made anew.
 * `words` keeps no text of its own (contentless); what is shown of a text stands in `exhibits` and `pages`.
 */
export const INDEX_0001_FIRST_LAYOUT = `
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cursors (
  case_id TEXT NOT NULL,
  origin  TEXT NOT NULL,
  size    INTEGER NOT NULL,
  PRIMARY KEY (case_id, origin)
) STRICT, WITHOUT ROWID;

CREATE TABLE exhibits (
  id            INTEGER PRIMARY KEY,
  case_id       TEXT NOT NULL,
  reference     TEXT NOT NULL,
  number        INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  state         TEXT NOT NULL,
  title         TEXT,
  requested_url TEXT NOT NULL,
  document_url  TEXT,
  shown_url     TEXT,
  host          TEXT NOT NULL,
  seller        TEXT,
  -- Scientific names in statements, one a line.
  species       TEXT NOT NULL,
  started_at    TEXT NOT NULL,
  ended_at      TEXT,
  digest        TEXT,
  has_picture   INTEGER NOT NULL,
  notes         TEXT,
  sort_title    TEXT NOT NULL,
  erased        INTEGER NOT NULL,
  UNIQUE (case_id, number)
) STRICT;

CREATE INDEX exhibits_by_time ON exhibits (started_at, reference, host, state);
CREATE INDEX exhibits_by_title ON exhibits (sort_title, started_at);
CREATE INDEX exhibits_by_host ON exhibits (host, started_at);

CREATE TABLE pages (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE addresses (
  address TEXT NOT NULL,
  id      INTEGER NOT NULL,
  PRIMARY KEY (address, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX addresses_exhibit ON addresses (id);

CREATE VIRTUAL TABLE words USING fts5(
  title, seller, notes, address, page,
  content='', contentless_delete=1, detail=column, prefix='2 3',
  tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
);

-- Packages from others, apart from the own exhibits: no list of these can have one of those by mistake.
CREATE TABLE packages (
  id          INTEGER PRIMARY KEY,
  case_id     TEXT NOT NULL,
  reference   TEXT NOT NULL,
  number      INTEGER NOT NULL,
  sender_case TEXT,
  contents    TEXT NOT NULL,
  is_cut      INTEGER NOT NULL,
  UNIQUE (case_id, number)
) STRICT;

CREATE TABLE received (
  id            INTEGER PRIMARY KEY,
  package_id    INTEGER NOT NULL,
  number        INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  state         TEXT,
  title         TEXT,
  requested_url TEXT NOT NULL,
  shown_url     TEXT,
  host          TEXT NOT NULL,
  seller        TEXT,
  started_at    TEXT,
  digest        TEXT,
  has_picture   INTEGER NOT NULL,
  sort_title    TEXT NOT NULL,
  UNIQUE (package_id, number)
) STRICT;

CREATE TABLE received_pages (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE received_words USING fts5(
  title, seller, address, page,
  content='', contentless_delete=1, detail=column, prefix='2 3',
  tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
);
`;
