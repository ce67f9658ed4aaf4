// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.SnapshotDocument;
import dev.stillframe.tree.Destination.Label;

/** A snapshot of ours: its file, what it says, and what its backup is called. */
record StoredSnapshot(FileId id, SnapshotDocument document, Label label) {}
