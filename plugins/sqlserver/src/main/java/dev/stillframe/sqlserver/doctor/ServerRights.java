// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.doctor;

import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Quoted;
import dev.stillframe.sqlserver.server.Server;

/** Asks a server, with HAS_PERMS_BY_NAME. */
public record ServerRights(Server server) implements Rights {
    @Override
    public String login() throws WriterException {
        return server.query(
                "ask for the login",
                handle -> handle.select("SELECT QUOTENAME(SUSER_SNAME())")
                        .mapTo(String.class)
                        .one());
    }

    @Override
    public boolean onServer(String permission) throws WriterException {
        return holds("HAS_PERMS_BY_NAME(NULL, NULL, " + Quoted.text(permission) + ")");
    }

    @Override
    public boolean onDatabase(String database, String permission) throws WriterException {
        return holds("HAS_PERMS_BY_NAME(" + Quoted.text(Quoted.name(database)) + ", N'DATABASE', "
                + Quoted.text(permission) + ")");
    }

    @Override
    public boolean readsHistory() throws WriterException {
        return holds("HAS_PERMS_BY_NAME(N'msdb.dbo.backupset', N'OBJECT', N'SELECT')");
    }

    private boolean holds(String question) throws WriterException {
        return server.query(
                "ask for the rights of the login",
                handle -> handle.select("SELECT COALESCE(" + question + ", 0)")
                                .mapTo(Integer.class)
                                .one()
                        == 1);
    }
}
