// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.FilesystemFreeze;
import dev.stillframe.platform.linux.Privileges;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against real logical volumes: where the kernel has none, in a virtual machine by {@code LvmMachineTest}. */
@Timeout(300)
class RealVolumesTest {
    private static final Deadline LATER = () -> Duration.ofMinutes(2);
    private static final String OWNER = "real-host";

    @TempDir
    static Path temp;

    private static VolumeGroup group;
    private static Path thick;
    private static Path thin;

    private final List<ThawAction> armed = new ArrayList<>();
    private final Path mounts = temp.resolve("mounts");
    private final LvmProvider provider = new LvmProvider(mounts, Clock.system());

    @BeforeAll
    static void make() throws Exception {
        assumeTrue(Privileges.administersFilesystems(), "skipped: needs root");
        assumeTrue(Files.exists(Path.of("/dev/mapper/control")), "skipped: this kernel has no device mapper");
        assumeTrue(Files.isExecutable(Path.of("/sbin/lvm")), "skipped: lvm2 is not installed");
        temp = temp.toRealPath();
        group = new VolumeGroup(temp, 1000);
        thick = group.thick("thick-one", "xfs", 320);
        thin = group.thin("thin", "ext4", 64);
    }

    @AfterAll
    static void remove() throws Exception {
        if (group != null) {
            group.close();
        }
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        if (group != null) {
            for (OwnedSnapshot left : provider.owned(OWNER, List.of())) {
                provider.release(left);
            }
            assertThat(group.volumes()).containsExactlyInAnyOrder("thick-one", "thin", "thinpool");
        }
    }

    @Test
    void aThickVolumeIsReadAsItWasWhileItIsWrittenTo() throws Exception {
        readAsItWas(thick, thick);
        assertThat(armed)
                .hasSize(2)
                .anyMatch(ThawAction.Run.class::isInstance)
                .anyMatch(ThawAction.ThawFilesystem.class::isInstance);
    }

    @Test
    void aThinVolumeIsReadAsItWasWhileItIsWrittenTo() throws Exception {
        readAsItWas(thin, thin);
    }

    @Test
    void aFolderThatIsMountedElsewhereIsReadAtItsPlaceInTheVolume() throws Exception {
        Path within = Files.createDirectories(thick.resolve("a/b"));
        Path bound = group.bind(within, "bound");
        readAsItWas(within, bound);
    }

    private void readAsItWas(Path written, Path root) throws Exception {
        Files.writeString(written.resolve("file"), "as it was");
        Source source = VolumeGroup.source(root);
        assertThat(provider.offer(List.of(source)).offers()).hasSize(1);
        SnapshotSet set = set(provider, source);
        set.prepare(LATER);
        Taken taken = set.take(LATER);
        Files.writeString(written.resolve("file"), "as it is");
        set.show(LATER);

        View.Mirror view = (View.Mirror) taken.views().get(0);
        assertThat(view.source()).hasToString(root.toString());
        assertThat(Path.of(view.at().toString()).resolve("file")).hasContent("as it was");
        assertThat(written.resolve("file")).hasContent("as it is");
        set.confirm(LATER);
        assertThat(provider.owned(OWNER, List.of())).isEqualTo(taken.snapshots());

        set.close();
        assertThat(provider.owned(OWNER, List.of())).isEmpty();
        assertThat(mounts).isEmptyDirectory();
    }

    @Test
    void aSnapshotWhoseRoomRanOutIsNotConfirmedAndTheVolumeIsWell() throws Exception {
        group.fill(12);
        try {
            SnapshotSet set = set(provider, VolumeGroup.source(thick));
            set.prepare(LATER);
            set.take(LATER);
            set.show(LATER);
            Files.write(thick.resolve("much"), new byte[24 << 20]);
            VolumeGroup.run("sync");

            assertThatThrownBy(() -> set.confirm(LATER))
                    .isInstanceOfSatisfying(
                            SnapshotException.class, e -> assertThat(e.code()).isEqualTo("snapshot.lvm.lost"))
                    .hasMessageContaining("ran out");
            set.close();
            assertThat(thick.resolve("much")).hasSize(24 << 20);
        } finally {
            group.unfill();
        }
    }

    @Test
    void aFrozenFilesystemIsRefusedBeforeLvcreateCouldFailHalfWay() throws Exception {
        SnapshotSet set = set(provider, VolumeGroup.source(thick));
        set.prepare(LATER);
        FilesystemFreeze.freeze(SourcePath.of(thick.toString()));
        try {
            assertThatThrownBy(() -> set.take(LATER)).hasMessageContaining("is frozen already");
        } finally {
            FilesystemFreeze.thaw(SourcePath.of(thick.toString()));
        }
        set.close();
        readAsItWas(thick, thick);
    }

    @Test
    void whatACrashLeftIsFoundByItsNameAndRemovedTheHalfMadeAndTheMountedIncluded() throws Exception {
        SnapshotSet lost = set(provider, VolumeGroup.source(thick));
        lost.prepare(LATER);
        lost.take(LATER);
        lost.show(LATER);
        VolumeGroup.run(
                "lvcreate", "-qq", "-y", "-an", "-Zn", "-L", "4M", "-n", "lvm." + OWNER + ".c9.17.0", group.name);

        LvmProvider next = new LvmProvider(mounts, Clock.system());
        List<OwnedSnapshot> left = next.owned(OWNER, List.of());
        assertThat(left).hasSize(2);
        for (OwnedSnapshot each : left) {
            next.release(each);
            next.release(each);
        }
        assertThat(next.owned(OWNER, List.of())).isEmpty();
        assertThat(mounts).isEmptyDirectory();
        lost.close();
    }

    /** The wrong moment to kill lvcreate in: the volume is stopped, and nobody is there to let it go on. */
    @Test
    void aVolumeThatLvcreateLeftStoppedGoesOnByTheArmedCommand() throws Exception {
        Path killed = temp.resolve("killed-lvm");
        Files.writeString(killed, """
                #!/bin/sh
                case "$*" in
                  *--test*) ;;
                  lvcreate*) dmsetup suspend '%s'; exit 137;;
                esac
                exec /sbin/lvm "$@"
                """.formatted(LogicalVolume.mapped(group.name, "thick-one")));
        Files.setPosixFilePermissions(killed, PosixFilePermissions.fromString("rwx------"));
        SnapshotSet set = set(
                new LvmProvider(new LvmPrograms(killed, Path.of("/sbin/dmsetup")), mounts, Clock.system()),
                VolumeGroup.source(thick));
        set.prepare(LATER);
        assertThatThrownBy(() -> set.take(LATER)).hasMessageContaining("exit code 137");
        CompletableFuture<String> written = CompletableFuture.supplyAsync(() -> {
            try {
                Files.writeString(thick.resolve("waits"), "for the thaw");
                return VolumeGroup.run("sync", "-f", thick.toString());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(VolumeGroup.run("dmsetup", "info", LogicalVolume.mapped(group.name, "thick-one")))
                .contains("SUSPENDED");

        for (ThawAction action : armed) {
            if (action instanceof ThawAction.Run run) {
                VolumeGroup.run(run.command().toArray(String[]::new));
            }
        }
        await().atMost(1, TimeUnit.MINUTES).until(written::isDone);
        assertThat(written).isCompleted();
        set.abort();
        set.close();
    }

    private SnapshotSet set(LvmProvider from, Source source) throws SnapshotException {
        return from.open(new SnapshotRequest(OWNER, "c1", Instant.now().plusSeconds(60), List.of(source)), armed::add);
    }
}
