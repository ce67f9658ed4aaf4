// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.doctor;

import dev.stillframe.api.WriterException;

/** What the login may do; the names of permissions are those of GRANT. */
public interface Rights {
    /** The login, as it stands in a statement. */
    String login() throws WriterException;

    boolean onServer(String permission) throws WriterException;

    /** False also where the login has no user in the database. */
    boolean onDatabase(String database, String permission) throws WriterException;

    /** Whether it may read the history of backups in msdb. */
    boolean readsHistory() throws WriterException;
}
