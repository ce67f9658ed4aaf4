-- SPDX-License-Identifier: Apache-2.0
-- Snapshots that were kept after a backup for the next one to be compared with, and what they were then.
CREATE TABLE base (
  place  BLOB    NOT NULL PRIMARY KEY, -- paths are bytes: they need not be UTF-8
  job    TEXT    NOT NULL,
  backup TEXT    NOT NULL,
  source BLOB    NOT NULL,
  kept   INTEGER NOT NULL,
  uuid   TEXT    NOT NULL,             -- of a btrfs subvolume; empty for a folder of clones
  parent TEXT    NOT NULL,
  number INTEGER NOT NULL              -- the subvolume's transaction, or the folder's inode
) STRICT, WITHOUT ROWID;

CREATE INDEX base_job ON base (job);

-- The clones of a folder: the file that each shows as it was, and the state in which the clone was left. Times are
-- ISO 8601, because a file's may lie where nanoseconds since 1970 do not reach.
CREATE TABLE base_file (
  base          BLOB    NOT NULL REFERENCES base (place) ON DELETE CASCADE,
  path          BLOB    NOT NULL,
  inode         INTEGER NOT NULL,
  size          INTEGER NOT NULL,
  modified      TEXT    NOT NULL,
  changed       TEXT    NOT NULL,
  place         BLOB    NOT NULL,
  kept_inode    INTEGER NOT NULL,
  kept_size     INTEGER NOT NULL,
  kept_modified TEXT    NOT NULL,
  kept_changed  TEXT    NOT NULL,
  PRIMARY KEY (base, path)
) STRICT, WITHOUT ROWID;

-- Jobs whose next backup takes nothing for unchanged, because a sample showed that something was.
CREATE TABLE distrust (
  job    TEXT NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
