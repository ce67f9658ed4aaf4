// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.StillframeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedCatalogTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("catalog.db");
    }

    @Test
    void a_file_that_is_no_database_is_damaged() throws Exception {
        Files.writeString(
                file, "nothing that SQLite ever wrote, and long enough to be looked at as a header\n".repeat(99));

        assertRefused("catalog.damaged", Retry.DOES_NOT_HELP, "move it away");
    }

    @Test
    void overwritten_pages_are_found_before_anything_relies_on_them() throws Exception {
        fill(200);
        byte[] bytes = Files.readAllBytes(file);
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        byte[] noise = new byte[2 * 4096];
        new Random(seed).nextBytes(noise);
        System.arraycopy(noise, 0, bytes, bytes.length / 2 / 4096 * 4096, noise.length);
        Files.write(file, bytes);

        assertRefused("catalog.damaged", Retry.DOES_NOT_HELP, "no backup is lost");
    }

    @Test
    void a_cut_file_is_damaged() throws Exception {
        fill(200);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertRefused("catalog.damaged", Retry.DOES_NOT_HELP, "move it away");
    }

    @Test
    void an_intent_that_somebody_changed_is_named() throws Exception {
        fill(1);
        sql("UPDATE cycle SET intent = '{\"holders\": [{\"application\": 7}]}'");

        try (Catalog catalogue = Catalog.open(StateDirectory.at(folder), Clock.system())) {
            assertThatThrownBy(catalogue::open)
                    .hasMessageContaining("[catalog.damaged]")
                    .hasMessageContaining("cycle c-0");
        }
    }

    @Test
    void a_catalogue_of_a_later_version_is_left_alone() throws Exception {
        fill(1);
        sql("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success)"
                + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', 1, 1)");

        assertRefused("catalog.newer", Retry.DOES_NOT_HELP, "update stillframe");
    }

    @Test
    void a_folder_in_its_place_is_no_catalogue() throws Exception {
        Files.createDirectory(file);

        assertRefused("catalog.unwritable", Retry.DOES_NOT_HELP, "run as the user who owns it");
    }

    @Test
    void a_catalogue_that_somebody_else_is_writing_to_is_locked() throws Exception {
        fill(1);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement();
                Catalog catalogue = Catalog.open(StateDirectory.at(folder), Clock.system())) {
            statement.execute("BEGIN EXCLUSIVE");

            assertThatThrownBy(() -> catalogue.intend(Intents.plain("c-9", 9)))
                    .isInstanceOfSatisfying(StillframeException.class, e -> {
                        assertThat(e.problem().code()).isEqualTo("catalog.locked");
                        assertThat(e.problem().retry()).isEqualTo(Retry.HELPS);
                    });
        }
    }

    @Test
    void a_lost_catalogue_is_made_anew() throws Exception {
        fill(3);
        for (String end : new String[] {"", "-wal", "-shm"}) {
            Files.deleteIfExists(folder.resolve("catalog.db" + end));
        }

        try (Catalog catalogue = Catalog.open(StateDirectory.at(folder), Clock.system())) {
            assertThat(catalogue.open()).isEmpty();
        }
    }

    private void fill(int intents) throws StillframeException {
        try (Catalog catalogue = Catalog.open(StateDirectory.at(folder), Clock.system())) {
            for (int i = 0; i < intents; i++) {
                catalogue.intend(Intents.full("c-" + i));
            }
        }
    }

    private void sql(String statement) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private void assertRefused(String code, Retry retry, String hint) {
        assertThatThrownBy(() ->
                        Catalog.open(StateDirectory.at(folder), Clock.system()).close())
                .isInstanceOfSatisfying(StillframeException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo(code);
                    assertThat(e.problem().retry()).isEqualTo(retry);
                    assertThat(e.problem().hint()).contains(hint);
                    assertThat(e.problem().message()).contains(file.toString());
                });
    }
}
