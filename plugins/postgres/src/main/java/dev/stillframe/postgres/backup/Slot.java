// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.backup;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.server.SlotPolicy;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Locale;

/** A temporary physical replication slot: as long as its session lives, the server recycles no WAL after its creation. */
sealed interface Slot {
    /** It was made. */
    record Reserved(String name) implements Slot {}

    /** There is none. */
    record None(String reason) implements Slot {}

    /** Makes one, if the policy wants one. */
    static Slot reserve(BackupSession session, SlotPolicy policy, String cycle) throws WriterException {
        if (policy == SlotPolicy.OFF) {
            return new None("switched off");
        }
        String wanted = "stillframe_" + cycle.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        String name = wanted.substring(0, Math.min(wanted.length(), 63)); // NAMEDATALEN - 1
        try {
            return session.query("make a temporary replication slot", connection -> {
                try (PreparedStatement statement =
                        connection.prepareStatement("select pg_create_physical_replication_slot(?, true, true)")) {
                    statement.setString(1, name);
                    statement.execute();
                    return new Reserved(name);
                }
            });
        } catch (WriterException e) {
            boolean sessionLives =
                    e.code().equals("postgres.rights") || e.code().equals("postgres.query");
            if (policy == SlotPolicy.IF_POSSIBLE && sessionLives) {
                return new None(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** For the receipt. */
    default String fact() {
        return this instanceof Reserved ? "used" : "none: " + ((None) this).reason();
    }

    /**
     * Makes sure that it still keeps what it promised to keep. A server that takes a slot away first ends the session
     * that owns it ({@code slot.c}), so that this is the second line of defence.
     *
     * @throws WriterException {@code postgres.wal-lost} if max_slot_wal_keep_size took it away
     */
    default void check(BackupSession session) throws WriterException {
        if (!(this instanceof Reserved reserved)) {
            return;
        }
        String status = session.query("look after the replication slot", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select wal_status, restart_lsn is not null from pg_replication_slots where slot_name = ?")) {
                statement.setString(1, reserved.name());
                try (ResultSet row = statement.executeQuery()) {
                    return !row.next() ? "gone" : row.getBoolean(2) ? String.valueOf(row.getString(1)) : "lost";
                }
            }
        });
        if (status.equals("lost") || status.equals("gone")) {
            throw new WriterException(
                    "postgres.wal-lost",
                    "the replication slot of the backup is " + status + ": WAL that the backup needs was removed",
                    Retry.HELPS,
                    "raise max_slot_wal_keep_size, or back up when less is written");
        }
    }
}
