// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.backup;

import dev.stillframe.postgres.format.BackupLabel;
import dev.stillframe.postgres.format.Lsn;

/**
 * What a server delivered at the end of a backup.
 *
 * @param labelFile the content of {@code backup_label}
 * @param label the same, understood
 * @param tablespaceMap the content of {@code tablespace_map}; empty if there are no tablespaces
 * @param stop the end of the record that ends the backup
 */
record Stopped(String labelFile, BackupLabel label, String tablespaceMap, Lsn stop) {}
