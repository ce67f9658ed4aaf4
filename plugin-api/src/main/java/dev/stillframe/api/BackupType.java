// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

/** What a backup does to the application's own chain of backups. Everything but {@link #COPY} is asked for by name. */
public enum BackupType {
    /** Changes nothing: no log is truncated, no differential base is moved. The default. */
    COPY,
    /** Starts a new chain: the application may truncate logs or move its differential base once it is complete. */
    FULL,
    /** What changed since the last full backup; moves no base. */
    DIFFERENTIAL,
    /** What changed since the last full or incremental backup; may truncate logs. */
    INCREMENTAL,
    /** The application's logs alone; may truncate them. */
    LOG
}
