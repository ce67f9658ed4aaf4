// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.OpenFiles.Access;
import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesScanTest {
    @TempDir
    Path temp;

    private Path file;

    @BeforeEach
    void files() throws IOException {
        Path folder = Files.createDirectories(temp.toRealPath().resolve("a/b"));
        file = Files.write(folder.resolve("file"), new byte[100]);
        Files.write(folder.resolve("other"), new byte[100]);
    }

    private static SourcePath path(Path path) {
        return SourcePath.of(path.toString());
    }

    private List<OpenFiles.Holder> below(Path root) throws IOException {
        return OpenFilesScan.below(List.of(path(root))).holders();
    }

    @Test
    void nobodyHoldsAFileThatNobodyHasOpen() throws Exception {
        assertThat(below(temp)).isEmpty();
    }

    @Test
    void aReaderIsFoundWithItsNameAndItsLife() throws Exception {
        try (Child child = Child.shell("exec 3<\"$1\"", file)) {
            assertThat(below(temp)).singleElement().satisfies(holder -> {
                assertThat(holder.file()).isEqualTo(path(file));
                assertThat(holder.pid()).isEqualTo(child.pid());
                assertThat(holder.access()).isEqualTo(Access.READ);
                assertThat(holder.command()).isEqualTo("sh");
                assertThat(holder.startTicks()).isPositive();
            });
            assertThat(below(file)).hasSize(1);
            assertThat(below(file.resolveSibling("other"))).isEmpty();
        }
    }

    @Test
    void aProcessThatBothReadsAndWritesIsNamedOnceAsAWriter() throws Exception {
        try (Child child = Child.shell("exec 3<\"$1\" 4>>\"$1\"", file)) {
            assertThat(below(temp)).singleElement().satisfies(holder -> {
                assertThat(holder.pid()).isEqualTo(child.pid());
                assertThat(holder.access()).isEqualTo(Access.WRITE);
            });
        }
    }

    @Test
    void aSharedWritableMappingWithoutADescriptorIsFound() throws Exception {
        try (Child child = Child.java(MapHolder.class, file)) {
            assertThat(below(temp)).singleElement().satisfies(holder -> {
                assertThat(holder.pid()).isEqualTo(child.pid());
                assertThat(holder.access()).isEqualTo(Access.MAPPED_WRITE);
            });
        }
    }

    @Test
    void aMappingIsAlsoFoundOnBtrfsWhereMapsShowsAnotherDevice() throws Exception {
        try (LoopVolume volume = LoopVolume.btrfs()) {
            Path mapped = Files.write(volume.root().resolve("mapped"), new byte[100]);
            try (Child child = Child.java(MapHolder.class, mapped)) {
                assertThat(below(volume.root())).singleElement().satisfies(holder -> {
                    assertThat(holder.pid()).isEqualTo(child.pid());
                    assertThat(holder.access()).isEqualTo(Access.MAPPED_WRITE);
                });
            }
        }
    }

    @Test
    void aHolderThatOpenedTheFileByAnotherNameIsFound() throws Exception {
        Path outside = Files.createLink(temp.toRealPath().resolve("outside"), file);
        try (Child child = Child.shell("exec 3>>\"$1\"", outside)) {
            assertThat(below(file.getParent())).singleElement().satisfies(holder -> {
                assertThat(holder.pid()).isEqualTo(child.pid());
                assertThat(holder.file()).isEqualTo(path(file));
            });
        }
    }

    @Test
    void anotherMountNamespaceIsToldApart() throws Exception {
        assertThat(MountNamespace.of(ProcessHandle.current().pid())).isEqualTo(MountNamespace.own());
        assumeTrue(Privileges.administersFilesystems(), "not root: cannot make a mount namespace");
        assumeTrue(LoopVolume.installed("unshare"), "unshare is not installed");
        String script = "exec unshare -m sh -c 'exec 3>>\"$1\"; echo ready; read -r line' sh \"$1\"";
        try (Child child = Child.speaking(script, file)) {
            assertThat(MountNamespace.of(child.pid())).isNotEqualTo(MountNamespace.own());
            assertThat(below(temp)).extracting(OpenFiles.Holder::pid).containsExactly(child.pid());
        }
    }

    @Test
    void aCommandMayContainParenthesesAndDamageIsRefused() throws Exception {
        String stat = "7 (a) b (c)) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20\n";
        assertThat(ProcessFiles.life(7, stat)).isEqualTo(new ProcessFiles.Life(7, 4711, "a) b (c)"));
        for (String damaged : List.of("", "7", "7 (a", "7 a) S", "7 (a) S 1 2 3")) {
            assertThatThrownBy(() -> ProcessFiles.life(7, damaged)).isInstanceOf(IOException.class);
        }
    }
}
