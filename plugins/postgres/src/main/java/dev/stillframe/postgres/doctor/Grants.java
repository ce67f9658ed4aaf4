// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.doctor;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What the writer's role may do and may not do yet. */
final class Grants {
    private final Handle handle;
    private final int major;
    private final String role;

    Grants(Handle handle, int major) {
        this.handle = handle;
        this.major = major;
        this.role = handle.select("select quote_ident(current_user)")
                .mapTo(String.class)
                .one();
    }

    /** As it stands in a statement. */
    String role() {
        return role;
    }

    /** The statements that are missing; each is run by a superuser, in the database that the writer connects to. */
    List<String> missing() {
        List<String> statements = new ArrayList<>();
        if (!holds("select pg_has_role(current_user, 'pg_read_all_settings', 'usage')")) {
            statements.add("GRANT pg_read_all_settings TO " + role);
        }
        for (String function : functions()) {
            if (!holds("select has_function_privilege(current_user, 'pg_catalog." + function + "', 'execute')")) {
                statements.add("GRANT EXECUTE ON FUNCTION pg_catalog." + function + " TO " + role);
            }
        }
        return statements;
    }

    /** The statement that lets the role make a replication slot, if it is missing. */
    List<String> missingForSlot() {
        boolean may = holds("select rolsuper or rolreplication from pg_roles where rolname = current_user");
        return may ? List.of() : List.of("ALTER ROLE " + role + " REPLICATION");
    }

    private List<String> functions() {
        return major >= 15
                ? List.of(
                        "pg_control_system()",
                        "pg_control_checkpoint()",
                        "pg_backup_start(text, boolean)",
                        "pg_backup_stop(boolean)")
                : List.of(
                        "pg_control_system()",
                        "pg_control_checkpoint()",
                        "pg_start_backup(text, boolean, boolean)",
                        "pg_stop_backup(boolean, boolean)");
    }

    private boolean holds(String question) {
        return handle.select(question).mapTo(Boolean.class).one();
    }
}
