// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.server.ServerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The databases of an instance that a backup takes, all of them fit for it.
 *
 * @param notices what the operator should know
 */
public record Selected(Instance instance, List<Database> databases, List<Notice> notices) {
    /** From here on a freeze of all of them takes long; Microsoft names this number for snapshots through VSS. */
    static final int MANY = 35;

    private static final String OWN_BACKUP =
            "upgrade it, or back it up with its own BACKUP DATABASE to a folder that the files writer takes";

    public Selected {
        databases = List.copyOf(databases);
        notices = List.copyOf(notices);
    }

    /**
     * Finds them.
     *
     * @throws WriterException if the instance or one of the databases cannot be backed up as it is
     */
    public static Selected of(Catalog catalog, ServerSettings settings) throws WriterException {
        Instance instance = catalog.instance();
        refuseTooOld(instance);
        refuseWhatOnlyLinuxHas(instance, settings);
        List<Database> all = catalog.databases();
        refuseUnknown(settings, all);
        List<Database> databases = all.stream()
                .filter(database -> settings.databases().isEmpty()
                        ? !database.system()
                        : settings.databases().contains(database.name()))
                .filter(database -> !settings.exclude().contains(database.name()))
                .toList();
        if (databases.isEmpty()) {
            throw refusal(
                    "sqlserver.no-databases", "the instance " + instance.name() + " has no database to back up", "");
        }
        for (Database database : databases) {
            refuseUnfit(instance, database);
        }
        return new Selected(instance, databases, notices(instance, databases, settings));
    }

    private static void refuseTooOld(Instance instance) throws WriterException {
        if (instance.linux() && instance.major() < Instance.FIRST_WITH_SUSPEND) {
            throw refusal(
                    "sqlserver.version",
                    "the instance " + instance.name() + " is version " + instance.version()
                            + ", and only SQL Server 2022 (16) and later can be suspended for a snapshot on Linux",
                    OWN_BACKUP);
        }
        if (instance.major() < Instance.FIRST_ON_WINDOWS) {
            throw refusal(
                    "sqlserver.version",
                    "the instance " + instance.name() + " is version " + instance.version()
                            + ", and this writer knows SQL Server 2012 (11) and later",
                    OWN_BACKUP);
        }
    }

    /** Both are of a suspension; on Windows VSS holds each database, and there is no metadata. */
    private static void refuseWhatOnlyLinuxHas(Instance instance, ServerSettings settings) throws WriterException {
        boolean metadata = settings.metadataDirectory().isPresent();
        if (!instance.linux() && (settings.wholeServer() || metadata)) {
            throw refusal(
                    "sqlserver.linux-only",
                    "setting \"" + (metadata ? "metadata-directory" : "whole-server")
                            + "\" is for an instance on Linux, and " + instance.name() + " runs on "
                            + instance.platform() + ", where its VSS writer holds it",
                    "leave it out");
        }
    }

    private static void refuseUnknown(ServerSettings settings, List<Database> all) throws WriterException {
        Set<String> names = all.stream().map(Database::name).collect(Collectors.toSet());
        for (String wanted : settings.databases()) {
            if (!names.contains(wanted)) {
                throw refusal(
                        "sqlserver.unknown-database",
                        "there is no database " + wanted,
                        "the login may not see it: GRANT VIEW ANY DATABASE lets it; names are compared exactly");
            }
        }
    }

    private static void refuseUnfit(Instance instance, Database database) throws WriterException {
        if (database.temporary()) {
            throw refusal(
                    "sqlserver.system-database", "tempdb is made anew whenever its instance starts", "leave it out");
        }
        if (database.system() && instance.linux()) {
            throw refusal(
                    "sqlserver.system-database",
                    "the system database " + database.name() + " cannot be suspended",
                    "back it up with BACKUP DATABASE " + database.name() + " TO DISK, see docs/sqlserver.md");
        }
        if (!database.online()) {
            throw refusal(
                    "sqlserver.not-online",
                    "the database " + database.name() + " is " + database.state(),
                    "bring it online, or leave it out on purpose with exclude");
        }
        if (database.secondary()) {
            throw refusal(
                    "sqlserver.secondary",
                    "the database " + database.name() + " is a secondary replica here",
                    "back up the primary replica, or leave it out on purpose with exclude");
        }
        for (DatabaseFile file : database.files()) {
            if (!file.online() || file.kind() == DatabaseFile.Kind.FULL_TEXT) {
                throw refusal(
                        "sqlserver.file-not-online",
                        "the file " + file.path() + " of database " + database.name() + " is not online",
                        "a backup without it could not be restored; leave the database out on purpose with exclude");
            }
        }
    }

    private static List<Notice> notices(Instance instance, List<Database> databases, ServerSettings settings) {
        List<Notice> notices = new ArrayList<>();
        if (settings.databases().isEmpty()) {
            notices.add(new Notice(
                    "sqlserver.system-databases",
                    instance.linux()
                            ? "master, model and msdb are not in this backup: they cannot be suspended"
                            : "master, model and msdb are not in this backup",
                    instance.linux()
                            ? "back them up with BACKUP DATABASE ... TO DISK into a folder that the files writer takes"
                            : "name them in databases, beside the others"));
        }
        if (databases.size() >= MANY) {
            notices.add(new Notice(
                    "sqlserver.many-databases",
                    databases.size() + " databases are held together, which takes long",
                    "split them into several jobs of fewer than " + MANY));
        }
        for (Database database : databases) {
            if (database.encrypted()) {
                notices.add(new Notice(
                        "sqlserver.encrypted",
                        "the database " + database.name() + " is encrypted: its pages cannot be verified",
                        "a restore needs the certificate that protects its key; back that up too"));
            } else if (!database.pageVerify().equals("CHECKSUM")) {
                notices.add(new Notice(
                        "sqlserver.no-checksums",
                        "the database " + database.name() + " has PAGE_VERIFY " + database.pageVerify()
                                + ": not all damage of its pages can be seen",
                        "ALTER DATABASE " + Quoted.name(database.name()) + " SET PAGE_VERIFY CHECKSUM"));
            }
        }
        return notices;
    }

    private static WriterException refusal(String code, String message, String hint) {
        return new WriterException(code, message, Retry.DOES_NOT_HELP, hint);
    }
}
