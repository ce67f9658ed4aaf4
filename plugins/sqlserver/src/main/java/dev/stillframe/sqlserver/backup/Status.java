// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.backup;

import dev.stillframe.sqlserver.server.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an instance says about suspensions, {@code sys.dm_server_suspend_status}.
 *
 * @param session the one that asked
 * @param suspended every database that is suspended, by whomever
 */
record Status(int session, List<Suspended> suspended) {
    /**
     * @param session the one that suspended it
     * @param millis for how long
     * @param mapCleared whether its differential map was cleared
     * @param frozen whether its writes are held
     */
    record Suspended(String database, int session, long millis, boolean mapCleared, boolean frozen) {}

    Status {
        suspended = List.copyOf(suspended);
    }

    static Status of(Session session, Duration limit) throws SQLException {
        int own = 0;
        List<Suspended> suspended = new ArrayList<>();
        for (Map<String, Object> row : session.rows(Statements.STATUS, limit)) {
            own = (int) number(row, "session_id");
            if (row.get("db_name") != null) {
                suspended.add(new Suspended(
                        String.valueOf(row.get("db_name")),
                        (int) number(row, "suspend_session_id"),
                        number(row, "suspend_time_ms"),
                        flag(row, "is_diff_map_cleared"),
                        flag(row, "is_write_io_frozen")));
            }
        }
        return new Status(own, suspended);
    }

    /** A database, if it is suspended by a session. */
    Optional<Suspended> of(String database, int bySession) {
        return suspended.stream()
                .filter(each -> each.database().equals(database) && same(each.session(), bySession))
                .findFirst();
    }

    /** What a session suspended. */
    List<Suspended> by(int bySession) {
        return suspended.stream()
                .filter(each -> same(each.session(), bySession))
                .toList();
    }

    /** Whether a database is suspended by whomever. */
    boolean suspends(String database) {
        return suspended.stream().anyMatch(each -> each.database().equals(database));
    }

    /** The view's column is documented as a byte; sessions have larger numbers. */
    private static boolean same(int shown, int session) {
        return shown == session || (shown <= 0xff && shown == (session & 0xff));
    }

    private static long number(Map<String, Object> row, String column) {
        return row.get(column) instanceof Number number ? number.longValue() : 0;
    }

    private static boolean flag(Map<String, Object> row, String column) {
        Object value = row.get(column);
        return value instanceof Boolean bit ? bit : value instanceof Number number && number.intValue() != 0;
    }
}
