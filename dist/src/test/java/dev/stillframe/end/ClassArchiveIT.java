// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that {@code bin/class-archive} makes: used where it fits, and passed over in silence elsewhere. */
class ClassArchiveIT {
    private static final String USED = "dev.stillframe.cli.Main source: shared objects file";

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void install() throws Exception {
        home = folder.resolve("home");
        Shell.run(folder, "cp -a '" + Installation.HOME + "' home && rm -f home/lib/stillframe.jsa");
    }

    @Test
    void whatClassArchiveMakesIsUsedAndLeavesNothingElse() throws Exception {
        List<String> before = listing();
        assertThat(loaded()).doesNotContain(USED);

        String said = Shell.run(folder, "mkdir tmp; TMPDIR=" + folder + "/tmp home/bin/class-archive 2>&1");

        assertThat(said).startsWith("class-archive: wrote " + home + "/lib/stillframe.jsa (");
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
        before.add("./lib/stillframe.jsa");
        assertThat(listing()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(loaded()).contains(USED);
    }

    @Test
    void anArchiveThatDoesNotFitIsPassedOverWithoutAWord() throws Exception {
        Path archive = home.resolve("lib/stillframe.jsa");
        Files.writeString(archive, "of another Java, of another version, or nonsense");
        assertThat(loaded()).doesNotContain(USED);

        Shell.run(home, "bin/class-archive");
        Shell.run(home, "touch -d 2001-01-01 lib/stillframe-host-*.jar");
        assertThat(loaded()).doesNotContain(USED);
    }

    /** Runs the program, which says its version and nothing else, and tells where the classes came from. */
    private String loaded() throws Exception {
        Path log = folder.resolve("classes.txt");
        String said =
                Shell.run(folder, "JAVA_OPTS=-Xlog:class+load:file=" + log + " home/bin/stillframe --version 2>&1");
        assertThat(said).matches("stillframe \\S+\n");
        return Files.readString(log);
    }

    private List<String> listing() throws Exception {
        return new ArrayList<>(Shell.run(home, "find . -type f").lines().toList());
    }
}
