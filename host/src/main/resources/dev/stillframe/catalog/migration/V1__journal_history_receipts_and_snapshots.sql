-- SPDX-License-Identifier: Apache-2.0
-- Instants are nanoseconds since 1970-01-01T00:00:00Z, durations are nanoseconds.

-- One row for each cycle, written durably before its first freeze; open while ending is null.
CREATE TABLE cycle (
  id       TEXT    NOT NULL PRIMARY KEY,
  owner    TEXT    NOT NULL,
  job      TEXT    NOT NULL,
  begun    INTEGER NOT NULL,
  deadline INTEGER NOT NULL,
  intent   TEXT    NOT NULL, -- JSON: holders and snapshots to come
  ending   TEXT,
  ended    INTEGER,
  opened   INTEGER,          -- the frozen window, if there was one
  frozen   INTEGER           -- how long it was
) STRICT;

CREATE INDEX cycle_open ON cycle (begun) WHERE ending IS NULL;
CREATE INDEX cycle_job ON cycle (job, begun);

-- What happened in the frozen window, written after it.
CREATE TABLE transition (
  cycle    TEXT    NOT NULL REFERENCES cycle (id),
  position INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  step     TEXT    NOT NULL,
  subject  TEXT    NOT NULL,
  PRIMARY KEY (cycle, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE phase (
  cycle    TEXT    NOT NULL REFERENCES cycle (id),
  position INTEGER NOT NULL,
  name     TEXT    NOT NULL,
  begun    INTEGER NOT NULL,
  took     INTEGER NOT NULL,
  PRIMARY KEY (cycle, position)
) STRICT, WITHOUT ROWID;

-- A copy of each backup's receipt; the backup itself holds the original.
CREATE TABLE receipt (
  backup TEXT    NOT NULL PRIMARY KEY,
  job    TEXT    NOT NULL,
  made   INTEGER NOT NULL,
  json   TEXT    NOT NULL
) STRICT;

-- Snapshots that are kept on purpose after their cycle.
CREATE TABLE held_snapshot (
  provider TEXT    NOT NULL,
  place    BLOB    NOT NULL, -- the path's bytes: they need not be UTF-8
  owner    TEXT    NOT NULL,
  cycle    TEXT    NOT NULL,
  deadline INTEGER NOT NULL,
  PRIMARY KEY (provider, place)
) STRICT, WITHOUT ROWID;
