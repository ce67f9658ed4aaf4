// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over folders that are called like cgroups. */
class UnitTreeTest {
    @TempDir
    Path root;

    private UnitTree tree;

    @BeforeEach
    void open() {
        tree = new UnitTree(Optional.of(root));
    }

    @Test
    void aServiceIsFoundInItsSliceHoweverDeepThatLies() throws Exception {
        folder("system.slice/cron.service");
        folder("app.slice/app-web.slice/shop.service");
        folder("system.slice/system-getty.slice/getty@tty1.service");

        assertThat(tree.of("shop.service").path()).isEqualTo(root.resolve("app.slice/app-web.slice/shop.service"));
        assertThat(tree.of("cron.service").path()).isEqualTo(root.resolve("system.slice/cron.service"));
        assertThat(tree.of("getty@tty1.service").path().getFileName()).hasToString("getty@tty1.service");
        assertThat(tree.of("app-web.slice").path()).isEqualTo(root.resolve("app.slice/app-web.slice"));
        assertThatThrownBy(() -> tree.of("web.slice")).hasMessageContaining("unit web.slice has no cgroup");
    }

    @Test
    void aNameThatTheKernelUsesItselfIsFoundBehindAnUnderscore() throws Exception {
        folder("system.slice/_memory.service");

        assertThat(tree.of("memory.service").path()).isEqualTo(root.resolve("system.slice/_memory.service"));
    }

    @Test
    void whatAServiceMadeBelowItselfIsNoUnit() throws Exception {
        folder("user.slice/user-1000.slice/user@1000.service/app.slice/shop.service");
        folder("machine.slice/libpod-1.scope/system.slice/shop.service");

        assertThatThrownBy(() -> tree.of("shop.service"))
                .hasMessageContaining("unit shop.service has no cgroup below " + root)
                .hasMessageContaining("not running");
    }

    @Test
    void aUnitThatIsThereTwiceIsRefused() throws Exception {
        folder("system.slice/shop.service");
        folder("app.slice/shop.service");

        assertThatThrownBy(() -> tree.of("shop.service"))
                .hasMessageContaining("more than once")
                .hasMessageContaining("app.slice/shop.service")
                .hasMessageContaining("system.slice/shop.service");
    }

    @Test
    void aFileOfThatNameIsNoUnit() throws Exception {
        folder("system.slice");
        Files.createFile(root.resolve("system.slice/shop.service"));

        assertThatThrownBy(() -> tree.of("shop.service")).hasMessageContaining("has no cgroup");
    }

    @Test
    void withoutAVersion2HierarchyNoUnitIsFound() {
        assertThatThrownBy(() -> new UnitTree(Optional.empty()).of("shop.service"))
                .hasMessageContaining("no version 2 cgroup hierarchy");
    }

    private void folder(String path) throws Exception {
        Files.createDirectories(root.resolve(path));
    }
}
