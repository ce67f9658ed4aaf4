// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
