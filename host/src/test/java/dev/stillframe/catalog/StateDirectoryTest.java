// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void it_is_made_for_its_user_only_and_making_it_again_changes_nothing() throws Exception {
        StateDirectory state = StateDirectory.at(folder.resolve("a/b"));
        assertThat(state.exists()).isFalse();

        state.prepare().prepare();

        assertThat(state.exists()).isTrue();
        assertThat(state.temporary()).isEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.folder())))
                .isEqualTo("rwx------");
        assertThat(System.getProperty("org.sqlite.tmpdir"))
                .isEqualTo(state.temporary().toString());
    }

    @Test
    void a_file_in_its_place_is_an_error() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> StateDirectory.at(file.resolve("state")).prepare())
                .hasMessageContaining("[state.unwritable]")
                .hasMessageContaining(file.toString());
    }

    @Test
    void one_process_takes_the_lock_once_under_whatever_name() throws Exception {
        StateDirectory state = StateDirectory.at(folder.resolve("state")).prepare();
        Files.createSymbolicLink(folder.resolve("alias"), state.folder());
        StateDirectory alias = StateDirectory.at(folder.resolve("alias"));

        StateDirectory.Occupied lock = state.occupy("job shop");
        try {
            assertThatThrownBy(() -> alias.occupy("job other"))
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + ", job shop");
            assertThatThrownBy(() -> state.occupy("job other")).hasMessageContaining("[state.busy]");
        } finally {
            lock.close();
            lock.close();
        }

        alias.occupy("job other").close();
    }

    @Test
    void each_state_directory_has_a_name_of_its_own_that_outlives_a_change_of_the_hosts_name() throws Exception {
        String first = installation("one", "shop-1");

        assertThat(first).matches("shop-1-[0-9a-f]{12}");
        assertThat(installation("one", "renamed")).isEqualTo(first);
        assertThat(installation("two", "shop-1")).matches("shop-1-[0-9a-f]{12}").isNotEqualTo(first);
        assertThat(installation("three", "a-name-with-thirty-two-characters".substring(0, 32)))
                .matches("a-name-with-thirty--[0-9a-f]{12}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop-1", "../x-0123456789ab", "shop.1-0123456789ab"})
    void a_name_that_is_damaged_is_an_error_and_not_replaced(String damaged) throws Exception {
        installation("one", "shop-1");
        Path file = Files.writeString(folder.resolve("one/installation"), damaged);

        assertThatThrownBy(() -> installation("one", "shop-1"))
                .hasMessageContaining("[state.installation]")
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent(damaged);
    }

    private String installation(String state, String host) throws Exception {
        try (StateDirectory.Occupied occupied =
                StateDirectory.at(folder.resolve(state)).occupy("test")) {
            return occupied.installation(host);
        }
    }
}
