// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.postgres.format.Lsn;

/**
 * How far recovery of an image without a common instant must get: what {@code pg_backup_start} and {@code
 * pg_backup_stop} (13, 14: {@code pg_start_backup} and {@code pg_stop_backup}) returned.
 *
 * @param start the first result: where recovery begins, as in {@code backup_label}
 * @param stop the second result: the end of the record that ends the backup
 * @param timeline of the server at the stop
 */
public record StopPoint(Lsn start, Lsn stop, int timeline) {}
