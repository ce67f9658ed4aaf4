// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.doctor;

import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.Diagnoses.Status;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Catalog;
import dev.stillframe.sqlserver.database.Database;
import dev.stillframe.sqlserver.database.Instance;
import dev.stillframe.sqlserver.database.Located;
import dev.stillframe.sqlserver.database.Locator;
import dev.stillframe.sqlserver.database.Quoted;
import dev.stillframe.sqlserver.database.Selected;
import dev.stillframe.sqlserver.server.ServerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Examines an instance, its login and its files, one thing after the other. */
public final class Examination {
    private static final List<String> ON_SERVER =
            List.of("VIEW SERVER STATE", "VIEW ANY DATABASE", "VIEW ANY DEFINITION");
    private static final List<String> ON_DATABASE = List.of("ALTER", "BACKUP DATABASE");

    private final Catalog catalog;
    private final Rights rights;
    private final ServerSettings settings;
    private final WriterContext context;
    private final List<Diagnosis> diagnoses = new ArrayList<>();

    public Examination(Catalog catalog, Rights rights, ServerSettings settings, WriterContext context) {
        this.catalog = catalog;
        this.rights = rights;
        this.settings = settings;
        this.context = context;
    }

    public List<Diagnosis> diagnoses() {
        attempt("instance", () -> {
            Instance instance = catalog.instance();
            good(
                    "instance",
                    instance.name() + ", version " + instance.version() + ", " + instance.edition() + ", on "
                            + instance.platform());
            attempt("rights", this::onServer);
            attempt("databases", () -> databases(Selected.of(catalog, settings)));
            if (instance.linux()) {
                metadata(settings.metadataDirectory().orElse(instance.backupFolder()));
            }
        });
        return List.copyOf(diagnoses);
    }

    private void onServer() throws WriterException {
        List<String> missing = new ArrayList<>();
        for (String permission : ON_SERVER) {
            if (!rights.onServer(permission)) {
                missing.add("GRANT " + permission + " TO " + rights.login());
            }
        }
        if (!rights.readsHistory()) {
            missing.add("USE msdb; CREATE USER " + rights.login() + " FOR LOGIN " + rights.login()
                    + "; GRANT SELECT ON dbo.backupset TO " + rights.login()
                    + "; GRANT SELECT ON dbo.backupmediaset TO " + rights.login());
        }
        granted("rights on the instance", missing);
    }

    private void databases(Selected selected) throws WriterException {
        selected.notices().forEach(notice -> add(Status.WARNING, "databases", notice.message(), notice.hint()));
        if (selected.instance().linux()) {
            toSuspend(selected.databases());
        }
        attempt("files", () -> files(selected));
    }

    private void toSuspend(List<Database> databases) throws WriterException {
        if ((databases.size() > 1 || settings.wholeServer()) && !rights.onServer("ALTER SETTINGS")) {
            granted("rights to suspend several databases", List.of("GRANT ALTER SETTINGS TO " + rights.login()));
        }
        for (Database database : databases) {
            List<String> missing = new ArrayList<>();
            for (String permission : ON_DATABASE) {
                if (!rights.onDatabase(database.name(), permission)) {
                    missing.add(
                            "USE " + Quoted.name(database.name()) + "; GRANT " + permission + " TO " + rights.login());
                }
            }
            granted("rights on " + database.name(), missing);
        }
    }

    private void files(Selected selected) throws WriterException {
        Locator locator = Locator.of(selected.instance(), context);
        for (Database database : selected.databases()) {
            String subject = "files of " + database.name();
            attempt(subject, () -> {
                Located located = locator.locate(database);
                String held = located.holder().isPresent() ? ", offered by SqlServerWriter" : "";
                good(subject, located.paths().size() + " found" + held);
            });
        }
    }

    private void metadata(String folder) {
        if (!folder.isEmpty() && Files.isDirectory(Path.of(folder)) && Files.isReadable(Path.of(folder))) {
            good("metadata-directory", folder);
        } else {
            add(
                    Status.MISSING,
                    "metadata-directory",
                    folder.isEmpty() ? "the instance names no backup folder" : folder + " cannot be read here",
                    "name a folder with metadata-directory that the instance may write and Stillframe may read");
        }
    }

    private void granted(String subject, List<String> missing) {
        if (missing.isEmpty()) {
            good(subject, "enough");
        } else {
            add(Status.MISSING, subject, missing.size() + " missing", String.join("\n", missing));
        }
    }

    private interface Attempt {
        void run() throws WriterException;
    }

    private void attempt(String subject, Attempt attempt) {
        try {
            attempt.run();
        } catch (WriterException e) {
            add(Status.MISSING, subject, String.valueOf(e.getMessage()), e.hint());
        }
    }

    private void good(String subject, String finding) {
        add(Status.GOOD, subject, finding, "");
    }

    private void add(Status status, String subject, String finding, String remedy) {
        diagnoses.add(new Diagnosis(status, subject, finding, remedy));
    }
}
