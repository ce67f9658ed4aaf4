// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.Diagnoses.Status;
import dev.stillframe.api.Settings;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.doctor.Examination;
import dev.stillframe.sqlserver.doctor.Rights;
import dev.stillframe.sqlserver.server.ServerSettings;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What doctor says of an instance and its login. */
class DoctorTest {
    @TempDir
    Path folder;

    private final Set<String> granted = new HashSet<>(Set.of(
            "VIEW SERVER STATE",
            "VIEW ANY DATABASE",
            "VIEW ANY DEFINITION",
            "ALTER SETTINGS",
            "shop ALTER",
            "shop BACKUP DATABASE",
            "crm ALTER",
            "crm BACKUP DATABASE",
            "history"));
    private FakeInstance instance;

    @BeforeEach
    void an_instance() throws Exception {
        instance = new FakeInstance(folder.toRealPath());
        instance.database("shop");
        instance.database("crm");
    }

    @Test
    void where_nothing_is_missing_everything_is_good_but_what_is_worth_knowing() throws Exception {
        assertThat(examine()).noneMatch(each -> each.status() == Status.MISSING);
        assertThat(examine()).anyMatch(each -> each.finding().contains("16.0.4105.2"));
    }

    @Test
    void each_missing_right_comes_with_the_statement_that_grants_it() throws Exception {
        granted.clear();
        assertThat(remedies())
                .contains("GRANT VIEW SERVER STATE TO [backup]")
                .contains("GRANT VIEW ANY DEFINITION TO [backup]")
                .contains("GRANT ALTER SETTINGS TO [backup]")
                .contains("USE [shop]; GRANT ALTER TO [backup]")
                .contains("USE [crm]; GRANT BACKUP DATABASE TO [backup]")
                .contains("GRANT SELECT ON dbo.backupset TO [backup]");
    }

    @Test
    void a_single_database_needs_no_right_on_the_settings_of_the_instance() throws Exception {
        granted.clear();
        instance.databases.remove(1);
        assertThat(remedies()).doesNotContain("ALTER SETTINGS");
    }

    @Test
    void files_and_folders_that_cannot_be_seen_are_missing() throws Exception {
        java.nio.file.Files.delete(folder.resolve("5.mdf"));
        instance.instance = new dev.stillframe.sqlserver.database.Instance("S", 16, "16.0", "", "Linux", "", "");
        assertThat(examine().stream().filter(each -> each.status() == Status.MISSING))
                .extracting(Diagnosis::subject)
                .containsExactly("files of shop", "metadata-directory");
    }

    private String remedies() throws WriterException {
        return examine().stream().map(Diagnosis::remedy).collect(Collectors.joining("\n"));
    }

    private List<Diagnosis> examine() throws WriterException {
        ServerSettings settings = ServerSettings.of(new Settings(Map.of("url", "jdbc:sqlserver://localhost")));
        return new Examination(instance, new Granted(), settings, OneHost.LINUX).diagnoses();
    }

    private final class Granted implements Rights {
        @Override
        public String login() {
            return "[backup]";
        }

        @Override
        public boolean onServer(String permission) {
            return granted.contains(permission);
        }

        @Override
        public boolean onDatabase(String database, String permission) {
            return granted.contains(database + " " + permission);
        }

        @Override
        public boolean readsHistory() {
            return granted.contains("history");
        }
    }
}
