// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a cgroup of this machine, with a process in it that really writes. */
@Timeout(120)
class FrozenCgroupsTest {
    @TempDir
    Path temp;

    private final Host host = new Host();
    private UnitTree tree;
    private TestCgroup cgroup;
    private Path file;
    private Process writer;
    private FrozenCgroups files;

    @BeforeEach
    void open() throws Exception {
        tree = TestCgroup.hierarchy();
        cgroup = TestCgroup.make("shop.service");
        file = temp.resolve("file");
        writer = new ProcessBuilder("/bin/bash", "-c", "while :; do echo line >> '" + file + "'; read -t 0.01 x; done")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        cgroup.add(writer);
        await().until(() -> Files.exists(file));
        files = frozen(Optional.of(cgroup.path()), List.of());
    }

    @AfterEach
    void end() throws Exception {
        if (writer != null) {
            writer.destroyForcibly(); // ends also one that is frozen
        }
        if (files != null) {
            files.close();
        }
        if (cgroup != null) {
            cgroup.close();
        }
    }

    private FrozenCgroups frozen(Optional<Path> path, List<String> units) {
        return new FrozenCgroups(new HoldCgroup(path, units, Quiesce.Tier.FRONT_END), tree, host, "uploads");
    }

    @Test
    void aUnitIsFrozenByItsName() throws Exception {
        FrozenCgroups byName = frozen(Optional.empty(), List.of(cgroup.unit()));
        byName.prepare(Host.later());
        byName.freeze(Host.later());

        assertThat(host.armed)
                .isEqualTo(List.of(
                        new ThawAction.ThawCgroup(SourcePath.of(cgroup.path().toString()))));
        long frozen = Files.size(file);
        assertThat(cgroup.read("cgroup.events")).contains("frozen 1");
        assertThat(Files.size(file)).isEqualTo(frozen);

        assertThat(byName.thaw(Host.later())).isInstanceOf(Thaw.Held.class);
        await().until(() -> Files.size(file) > frozen);
    }

    @Test
    void aUnitThatIsNotThereIsRefusedBeforeAnythingIsFrozen() throws Exception {
        FrozenCgroups some = frozen(Optional.empty(), List.of(cgroup.unit(), "stillframe-nobody.service"));

        assertThatThrownBy(() -> some.prepare(Host.later()))
                .hasMessageContaining("unit stillframe-nobody.service has no cgroup");
        assertThat(host.armed).isEmpty();
        assertThat(cgroup.read("cgroup.freeze")).startsWith("0");
    }

    @Test
    void oneOfTwoThatSomebodyElseThawedLosesTheHoldAndBothGoOn() throws Exception {
        try (TestCgroup other = TestCgroup.make("other.service")) {
            FrozenCgroups both = frozen(Optional.empty(), List.of(cgroup.unit(), other.unit()));
            both.prepare(Host.later());
            both.freeze(Host.later());
            other.write("cgroup.freeze", "0");
            await().until(() -> other.read("cgroup.events").contains("frozen 0"));

            assertThat(both.thaw(Host.later()))
                    .isInstanceOfSatisfying(
                            Thaw.Lost.class,
                            lost -> assertThat(lost.reason())
                                    .contains(other.path().toString())
                                    .doesNotContain(cgroup.path().toString()));
            await().until(() -> cgroup.read("cgroup.events").contains("frozen 0"));
        }
    }

    @Test
    void nothingInTheCgroupRunsUntilTheThaw() throws Exception {
        files.prepare(Host.later());
        files.freeze(Host.later());

        assertThat(host.armed)
                .isEqualTo(List.of(
                        new ThawAction.ThawCgroup(SourcePath.of(cgroup.path().toString()))));
        assertThat(cgroup.read("cgroup.events")).contains("frozen 1");
        long frozen = Files.size(file);
        assertThat(Files.size(file)).isEqualTo(frozen);

        assertThat(files.thaw(Host.later())).isInstanceOf(Thaw.Held.class);
        await().until(() -> Files.size(file) > frozen);
    }

    @Test
    void aFreezeThatSomebodyElseEndedIsLost() throws Exception {
        files.prepare(Host.later());
        files.freeze(Host.later());
        cgroup.write("cgroup.freeze", "0");
        await().until(() -> cgroup.read("cgroup.events").contains("frozen 0"));

        assertThat(files.thaw(Host.later())).isInstanceOf(Thaw.Lost.class);
    }

    @Test
    void anAbortThawsForEver() throws Exception {
        files.prepare(Host.later());
        files.freeze(Host.later());
        files.abort();
        files.abort();

        await().until(() -> cgroup.read("cgroup.events").contains("frozen 0"));
        assertThatThrownBy(() -> files.freeze(Host.later())).hasMessageContaining("was aborted");
        assertThat(cgroup.read("cgroup.freeze")).startsWith("0");
    }

    @Test
    void aCgroupThatIsFrozenAlreadyOrIsNoneIsRefused() throws Exception {
        cgroup.write("cgroup.freeze", "1");
        assertThatThrownBy(() -> files.prepare(Host.later())).hasMessageContaining("frozen already by somebody else");
        cgroup.write("cgroup.freeze", "0");

        FrozenCgroups none = frozen(Optional.of(temp), List.of());
        assertThatThrownBy(() -> none.prepare(Host.later())).hasMessageContaining("cannot be looked at");
    }
}
