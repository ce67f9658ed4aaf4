// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.doctor;

import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.Diagnoses.Status;
import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.cluster.Cluster;
import dev.stillframe.postgres.cluster.ClusterFinder;
import dev.stillframe.postgres.server.Server;
import dev.stillframe.postgres.server.ServerState;
import dev.stillframe.postgres.server.SlotPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Examines a server from the outside to the inside, and goes on as long as there is something to look at. */
public final class Examination {
    private final Server server;
    private final List<Diagnosis> diagnoses = new ArrayList<>();

    public Examination(Server server) {
        this.server = server;
    }

    public List<Diagnosis> diagnoses() {
        try {
            boolean allowed = server.query("connect to " + server.settings().url(), this::ask);
            if (allowed) {
                examineFiles();
            }
        } catch (WriterException e) {
            missing("connection", String.valueOf(e.getMessage()), e.hint());
        }
        return List.copyOf(diagnoses);
    }

    private boolean ask(Handle handle) {
        int major = handle.select("select current_setting('server_version_num')::int / 10000")
                .mapTo(Integer.class)
                .one();
        Grants grants = new Grants(handle, major);
        good("connection", "connected to " + server.settings().url() + " as " + grants.role());
        examineServer(handle, major);
        List<String> statements = supported(major) ? grants.missing() : List.of();
        for (String statement : statements) {
            missing("rights of " + grants.role(), "a right is missing", statement);
        }
        examineSlots(handle, grants);
        examineArchiver(handle);
        return statements.isEmpty() && supported(major);
    }

    private void examineServer(Handle handle, int major) {
        String version = setting(handle, "server_version");
        if (supported(major)) {
            good("version", "PostgreSQL " + version);
        } else {
            missing(
                    "version",
                    "PostgreSQL " + version,
                    "versions " + ServerState.OLDEST + " to " + ServerState.NEWEST + " can be backed up");
        }
        if (holds(handle, "select pg_is_in_recovery()")) {
            missing("role of the server", "it is a standby", "back up the primary");
        }
        String walLevel = setting(handle, "wal_level");
        if (walLevel.equals("minimal")) {
            missing("wal_level", "minimal", "ALTER SYSTEM SET wal_level = replica; then restart the server");
        } else {
            good("wal_level", walLevel);
        }
        if (holds(handle, "select current_setting('data_checksums')::bool")) {
            good("data checksums", "on");
        } else {
            warning("data checksums", "off: pages cannot be verified", "pg_checksums --enable, while it is stopped");
        }
    }

    private void examineSlots(Handle handle, Grants grants) {
        if (server.settings().slot() == SlotPolicy.OFF) {
            warning(
                    "replication slot",
                    "switched off: a long backup of a busy server may fail",
                    "set slot: if-possible");
            return;
        }
        Status status = server.settings().slot() == SlotPolicy.REQUIRED ? Status.MISSING : Status.WARNING;
        List<String> statements = grants.missingForSlot();
        for (String statement : statements) {
            diagnoses.add(new Diagnosis(
                    status,
                    "replication slot",
                    grants.role() + " may not make one to keep the backup's WAL",
                    statement));
        }
        boolean free = holds(
                handle,
                "select count(*) < current_setting('max_replication_slots')::int"
                        + " and current_setting('max_wal_senders')::int > 0 from pg_replication_slots");
        if (!free) {
            diagnoses.add(new Diagnosis(
                    status,
                    "replication slot",
                    "all are in use",
                    "raise max_replication_slots and restart the server"));
        } else if (statements.isEmpty()) {
            good("replication slot", "can be made");
        }
        String limit = setting(handle, "max_slot_wal_keep_size");
        if (!limit.equals("-1")) {
            warning(
                    "max_slot_wal_keep_size",
                    "a backup during which more than " + limit + " of WAL is written fails",
                    "");
        }
    }

    private void examineArchiver(Handle handle) {
        if (setting(handle, "archive_mode").equals("off")) {
            good("archiving", "off");
        } else if (holds(
                handle,
                "select coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false)"
                        + " from pg_stat_archiver")) {
            warning(
                    "archiving",
                    "the last attempt failed; backups do not wait for it, but WAL piles up",
                    "see the server's log");
        } else {
            good("archiving", "works");
        }
    }

    private void examineFiles() {
        ClusterFinder finder = new ClusterFinder(server);
        try {
            Cluster cluster = finder.find();
            good("data directory", cluster.data() + " is the server's and can be read");
            for (Notice notice : finder.notices()) {
                warning("data directory", notice.message(), notice.hint());
            }
        } catch (WriterException e) {
            boolean said = e.code().equals("postgres.standby")
                    || e.code().equals("postgres.wal-level")
                    || e.code().equals("postgres.version");
            if (!said) {
                missing("data directory", String.valueOf(e.getMessage()), e.hint());
            }
        }
    }

    private static boolean supported(int major) {
        return major >= ServerState.OLDEST && major <= ServerState.NEWEST;
    }

    private static String setting(Handle handle, String name) {
        return handle.select("select current_setting(?)", name)
                .mapTo(String.class)
                .one();
    }

    private static boolean holds(Handle handle, String question) {
        return handle.select(question).mapTo(Boolean.class).one();
    }

    private void good(String subject, String finding) {
        diagnoses.add(new Diagnosis(Status.GOOD, subject, finding, ""));
    }

    private void warning(String subject, String finding, String remedy) {
        diagnoses.add(new Diagnosis(Status.WARNING, subject, finding, remedy));
    }

    private void missing(String subject, String finding, String remedy) {
        diagnoses.add(new Diagnosis(Status.MISSING, subject, finding, remedy));
    }
}
