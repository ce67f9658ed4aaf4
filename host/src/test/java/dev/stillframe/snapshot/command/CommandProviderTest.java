// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.FilesystemFreeze;
import dev.stillframe.platform.linux.LoopVolume;
import dev.stillframe.platform.linux.MountTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CommandProviderTest {
    private static final Deadline LATER = () -> Duration.ofSeconds(30);
    private static final String MISTAKE = "echo 'the array is out of space' >&2; exit 7";

    @TempDir
    Path mounts;

    private final List<ThawAction> armed = new CopyOnWriteArrayList<>();
    private VendorArray array;

    @BeforeEach
    void build() throws Exception {
        array = new VendorArray();
        Files.writeString(array.volume().resolve("file"), "before");
    }

    @AfterEach
    void tearDown() throws Exception {
        if (array != null) {
            array.close();
        }
    }

    @Test
    void a_frozen_filesystems_snapshot_holds_what_was_written_last_and_nothing_later() throws Exception {
        CommandProvider provider = provider(array.commands(true));
        try (SnapshotSet set = open(provider)) {
            set.prepare(LATER);
            assertThat(armed).containsExactly(new ThawAction.ThawFilesystem(array.point(), volume().deviceId()));
            Files.writeString(array.volume().resolve("file"), "last");
            Taken taken = set.take(LATER);
            assertNotFrozen();
            Files.writeString(array.volume().resolve("file"), "later");
            set.show(LATER);

            assertThat(taken.views()).hasSize(1);
            View view = taken.views().get(0);
            assertThat(view.source()).isEqualTo(array.point());
            Path shown = Path.of(((View.Mirror) view).at().toString());
            assertThat(shown.resolve("file")).hasContent("last");
            assertThat(owned(provider)).isEqualTo(taken.snapshots());
        }
        assertThat(array.calls()).containsExactly("create", "mount", "release");
        assertNothingLeft(provider);
    }

    @Test
    void what_is_not_frozen_is_a_picture_all_the_same() throws Exception {
        List<String> replaying = array.shell("mount -o nouuid,loop $clone \"$STILLFRAME_TARGET\"");
        CommandProvider provider =
                provider(array.commands(false, array.command("create"), replaying, array.command("release")));
        try (SnapshotSet set = open(provider)) {
            set.prepare(LATER);
            Taken taken = set.take(LATER);
            set.show(LATER);
            Path shown = Path.of(((View.Mirror) taken.views().get(0)).at().toString());
            assertThat(shown.resolve("file")).hasContent("before");
        }
        assertThat(armed).isEmpty();
        assertNothingLeft(provider);
    }

    @Test
    void a_create_that_fails_says_why_and_leaves_nothing() throws Exception {
        CommandProvider provider = provider(array.commands(
                true,
                array.shell("cp $store/disk.img $clone; " + MISTAKE),
                array.command("mount"),
                array.command("release")));
        SnapshotSet set = open(provider);
        set.prepare(LATER);

        assertThatThrownBy(() -> set.take(LATER))
                .isInstanceOf(SnapshotException.class)
                .hasMessage(array.volume() + ": create of snapshot-commands.array ended with exit code 7:"
                        + " the array is out of space");

        assertNotFrozen();
        set.abort();
        set.close();
        assertNothingLeft(provider);
    }

    @Test
    void a_create_that_hangs_is_killed_at_the_deadline_and_everybody_may_write_again() throws Exception {
        CommandProvider provider = provider(array.commands(
                true,
                array.shell("echo asking the array; sleep 1000 & echo $!; wait"),
                array.command("mount"),
                array.command("release")));
        SnapshotSet set = open(provider);
        set.prepare(LATER);

        Throwable thrown = catchThrowable(() -> set.take(() -> Duration.ofSeconds(2)));

        assertThat(thrown).hasMessageContaining("did not end within 2000 ms and was killed: asking the array");
        assertNotFrozen();
        Matcher started = Pattern.compile("asking the array\\s+(\\d+)").matcher(String.valueOf(thrown.getMessage()));
        assertThat(started.find()).as("%s", thrown).isTrue();
        await().until(() -> ProcessHandle.of(Long.parseLong(started.group(1)))
                .filter(ProcessHandle::isAlive)
                .isEmpty());
        set.close();
        assertNothingLeft(provider);
    }

    @Test
    void an_abort_thaws_at_once_whatever_create_does_and_the_taker_clears_up() throws Exception {
        CommandProvider provider = provider(array.commands(
                true,
                array.shell("cp --reflink=always $store/disk.img $clone; : > $store/made; sleep 1000"),
                array.command("mount"),
                array.command("release")));
        SnapshotSet set = open(provider);
        set.prepare(LATER);
        CompletableFuture<Taken> taking = CompletableFuture.supplyAsync(() -> {
            try {
                return set.take(LATER);
            } catch (SnapshotException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> !array.clones().isEmpty());

        set.abort();

        assertNotFrozen();
        assertThatThrownBy(() -> taking.get(20, TimeUnit.SECONDS)).hasMessageContaining("create");
        set.close();
        assertNothingLeft(provider);
    }

    @Test
    void where_the_guard_does_not_answer_nothing_is_frozen() throws Exception {
        CommandProvider provider = provider(array.commands(true));
        Guard gone = action -> {
            throw new WriterException("guard.refused", "nobody would thaw", Retry.UNKNOWN, "");
        };
        SnapshotSet set = provider.open(request(), gone);

        assertThatThrownBy(() -> set.prepare(LATER)).hasMessageContaining("nobody would thaw");

        assertNotFrozen();
        set.close();
        assertThat(array.calls()).isEmpty();
        assertNothingLeft(provider);
    }

    @Test
    void a_filesystem_that_somebody_else_froze_is_not_thawed_by_us() throws Exception {
        CommandProvider provider = provider(array.commands(true));
        SnapshotSet set = open(provider);
        set.prepare(LATER);
        assertThat(FilesystemFreeze.freeze(array.point())).isTrue();
        try {
            assertThatThrownBy(() -> set.take(LATER)).hasMessageContaining("is frozen by somebody else");
            assertThat(armed).as("the guard does not thaw it either").isEmpty();
        } finally {
            assertThat(FilesystemFreeze.thaw(array.point())).isTrue();
        }
        set.close();
        assertNothingLeft(provider);
    }

    @Test
    void a_mount_that_mounts_nothing_is_found_out() throws Exception {
        assertLie("true", "ended well, but ", "nothing is mounted at");
    }

    @Test
    void a_mount_that_shows_the_volume_itself_is_found_out() throws Exception {
        assertLie("mount --bind \"$STILLFRAME_VOLUME\" \"$STILLFRAME_TARGET\"", "shows the volume itself");
    }

    @Test
    void a_snapshot_that_is_older_than_it_should_be_is_found_out() throws Exception {
        LoopVolume.run(array.shell("cp --reflink=always $store/disk.img $store/early"));
        assertLie(
                "mv $store/early $clone; mount -o ro,norecovery,nouuid,loop $clone \"$STILLFRAME_TARGET\"",
                "which was written just before the snapshot");
    }

    @Test
    void a_release_that_fails_or_lies_leaves_the_snapshot_to_the_next_recovery() throws Exception {
        CommandProvider failing =
                provider(array.commands(true, array.command("create"), array.command("mount"), array.shell(MISTAKE)));
        SnapshotSet set = open(failing);
        set.prepare(LATER);
        set.take(LATER);
        set.show(LATER);
        assertThatThrownBy(set::close).hasMessageContaining("the array is out of space");

        CommandProvider lying =
                provider(array.commands(false, array.command("create"), array.command("mount"), array.shell("true")));
        List<OwnedSnapshot> left = owned(lying);
        assertThat(left).hasSize(1);
        assertThatThrownBy(() -> lying.release(left.get(0))).hasMessageContaining("is still mounted");
        assertThat(owned(lying)).isEqualTo(left);

        CommandProvider mended = provider(array.commands(false));
        mended.release(left.get(0));
        mended.release(left.get(0)); // it is gone, and that is what was wanted
        assertNothingLeft(mended);
    }

    @Test
    void only_what_carries_its_owners_name_is_released() throws Exception {
        CommandProvider provider = provider(array.commands(false));
        SnapshotSet set = open(provider);
        set.prepare(LATER);
        OwnedSnapshot taken = set.take(LATER).snapshots().get(0);

        assertThat(provider.owned("somebody-else", List.of(volume()))).isEmpty();
        assertThatThrownBy(() -> provider.release(new OwnedSnapshot(
                        taken.provider(), taken.place(), "somebody-else", taken.cycle(), taken.deadline())))
                .hasMessageContaining("left alone");
        set.close();
        assertNothingLeft(provider);
    }

    @Test
    void an_offer_is_one_instant_of_the_volume_and_says_what_will_run() throws Exception {
        Offers offers = provider(array.commands(true)).offer(List.of(source()));

        assertThat(offers.refusals()).isEmpty();
        assertThat(offers.offers()).singleElement().satisfies(offer -> {
            assertThat(offer.grain()).isEqualTo(Grain.ATOMIC);
            assertThat(offer.remarks())
                    .containsExactly("snapshot-commands.array runs " + String.join(" ", array.command("create"))
                            + " while the filesystem at " + array.volume() + " is frozen");
        });
        assertThat(new CommandProvider(List.of(), mounts, Clock.system()).offer(List.of(source())))
                .isEqualTo(Offers.none());
    }

    @Test
    void a_program_that_is_not_there_or_lies_on_the_volume_is_refused_before_anything_is_held() throws Exception {
        Path own = Files.copy(
                Path.of(array.command("create").get(0)), array.volume().resolve("tool"));
        assertThat(own.toFile().setExecutable(true)).isTrue();

        assertRefused(List.of("/no/such/tool"), "snapshot-commands.array: /no/such/tool cannot be run");
        assertRefused(List.of(own.toString(), "create"), "lies on the volume " + array.volume());
    }

    private void assertRefused(List<String> create, String reason) throws Exception {
        CommandProvider provider =
                provider(array.commands(false, create, array.command("mount"), array.command("release")));
        assertThatThrownBy(() -> provider.offer(List.of(source()))).hasMessageContaining(reason);
    }

    private void assertLie(String mount, String... found) throws Exception {
        CommandProvider provider =
                provider(array.commands(false, array.command("create"), array.shell(mount), array.command("release")));
        SnapshotSet set = open(provider);
        set.prepare(LATER);
        set.take(LATER);
        assertThatThrownBy(() -> set.show(LATER))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContainingAll(found);
        set.close();
        assertNothingLeft(provider);
    }

    /** Says so by thawing, which is a mistake where nothing is frozen. */
    private void assertNotFrozen() throws Exception {
        assertThat(FilesystemFreeze.thaw(array.point())).as("it was frozen").isFalse();
    }

    private void assertNothingLeft(CommandProvider provider) throws Exception {
        assertNotFrozen();
        assertThat(owned(provider)).isEmpty();
        assertThat(array.clones()).isEmpty();
        assertThat(mounts).isEmptyDirectory();
        assertThat(MountTable.read().below(SourcePath.of(mounts.toString()))).isEmpty();
    }

    private CommandProvider provider(CommandVolume commands) {
        return new CommandProvider(List.of(commands), mounts, Clock.system());
    }

    private SnapshotSet open(CommandProvider provider) throws Exception {
        Guard noting = new Guard() {
            @Override
            public void arm(ThawAction action) {
                armed.add(action);
            }

            @Override
            public void withdraw(ThawAction action) {
                armed.remove(action);
            }
        };
        return provider.open(request(), noting);
    }

    private SnapshotRequest request() throws Exception {
        return new SnapshotRequest("host-1", "cycle-1", Instant.parse("2030-01-01T00:00:00Z"), List.of(source()));
    }

    private Source source() throws Exception {
        return new Source(volume(), FileSet.all(array.point()));
    }

    private Volume volume() throws Exception {
        return MountTable.read().volumeOf(array.point()).orElseThrow();
    }

    private List<OwnedSnapshot> owned(CommandProvider provider) throws Exception {
        return provider.owned("host-1", List.of(volume()));
    }
}
