// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a cgroup of this machine, with a process in it that really writes. */
@Timeout(120)
class FrozenCgroupTest {
    @TempDir
    Path temp;

    private final Host host = new Host();
    private Path cgroup;
    private Path file;
    private Process writer;
    private FrozenCgroup files;

    @BeforeEach
    void open() throws Exception {
        Optional<Path> root = Stream.of("/sys/fs/cgroup/unified", "/sys/fs/cgroup")
                .map(Path::of)
                .filter(path -> Files.exists(path.resolve("cgroup.procs")))
                .findFirst();
        assumeTrue(root.isPresent(), "skipped: no version 2 cgroup filesystem is mounted");
        cgroup = root.get().resolve("stillframe-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        try {
            Files.createDirectory(cgroup);
        } catch (IOException e) {
            assumeTrue(false, "skipped: this user cannot make a cgroup: " + e.getMessage());
        }
        file = temp.resolve("file");
        writer = new ProcessBuilder("/bin/bash", "-c", "while :; do echo line >> '" + file + "'; read -t 0.01 x; done")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Files.writeString(cgroup.resolve("cgroup.procs"), Long.toString(writer.pid()));
        await().until(() -> Files.exists(file));
        files = new FrozenCgroup(new HoldCgroup(cgroup, Quiesce.Tier.FRONT_END), host, "uploads");
    }

    @AfterEach
    void end() throws Exception {
        if (writer != null) {
            files.close();
            writer.destroyForcibly().waitFor();
            await().ignoreExceptions().until(() -> Files.deleteIfExists(cgroup));
        }
    }

    @Test
    void nothingInTheCgroupRunsUntilTheThaw() throws Exception {
        files.prepare(Host.later());
        files.freeze(Host.later());

        assertThat(host.armed).isEqualTo(List.of(new ThawAction.ThawCgroup(SourcePath.of(cgroup.toString()))));
        assertThat(Files.readString(cgroup.resolve("cgroup.events"))).contains("frozen 1");
        long frozen = Files.size(file);
        assertThat(Files.size(file)).isEqualTo(frozen);

        assertThat(files.thaw(Host.later())).isInstanceOf(Thaw.Held.class);
        await().until(() -> Files.size(file) > frozen);
    }

    @Test
    void aFreezeThatSomebodyElseEndedIsLost() throws Exception {
        files.prepare(Host.later());
        files.freeze(Host.later());
        Files.writeString(cgroup.resolve("cgroup.freeze"), "0");
        await().until(() -> Files.readString(cgroup.resolve("cgroup.events")).contains("frozen 0"));

        assertThat(files.thaw(Host.later())).isInstanceOf(Thaw.Lost.class);
    }

    @Test
    void anAbortThawsForEver() throws Exception {
        files.prepare(Host.later());
        files.freeze(Host.later());
        files.abort();
        files.abort();

        await().until(() -> Files.readString(cgroup.resolve("cgroup.events")).contains("frozen 0"));
        assertThatThrownBy(() -> files.freeze(Host.later())).hasMessageContaining("was aborted");
        assertThat(Files.readString(cgroup.resolve("cgroup.freeze"))).startsWith("0");
    }

    @Test
    void aCgroupThatIsFrozenAlreadyOrIsNoneIsRefused() throws Exception {
        Files.writeString(cgroup.resolve("cgroup.freeze"), "1");
        assertThatThrownBy(() -> files.prepare(Host.later())).hasMessageContaining("frozen already by somebody else");
        Files.writeString(cgroup.resolve("cgroup.freeze"), "0");

        FrozenCgroup none = new FrozenCgroup(new HoldCgroup(temp, Quiesce.Tier.FRONT_END), host, "uploads");
        assertThatThrownBy(() -> none.prepare(Host.later())).hasMessageContaining("cannot be looked at");
    }
}
