// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.server;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One session of an instance: what holds databases suspended ends with it. The narrow port behind which the driver lies.
 *
 * <p>{@link #abort} may be called from any thread; everything else from one at a time.
 */
public interface Session extends AutoCloseable {
    /**
     * Runs a batch to its very end: an error may come after results that look like success.
     *
     * @param limit after which the server is told to give up
     */
    void run(String batch, Duration limit) throws SQLException;

    /** The rows of a query, by the names of their columns. Values are as the driver has them; null stands for NULL. */
    List<Map<String, Object>> rows(String query, Duration limit) throws SQLException;

    /** Tells the server to give up what runs and ends the session, whether or not the server answers. Never throws. */
    void abort();

    /** Ends the session. May be called twice. Never throws. */
    @Override
    void close();
}
