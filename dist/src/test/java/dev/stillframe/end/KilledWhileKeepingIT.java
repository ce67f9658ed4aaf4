// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The host is killed between the publication of a backup and the end of keeping its snapshot, at calls that strace(1) picks
 * out: the next backup is compared with nothing that it should not be, and no snapshot is left over.
 */
class KilledWhileKeepingIT {
    private static final Path STRACE = Path.of("/usr/bin/strace");

    /** A call on the folder of snapshots, and whether the kept snapshot was noted when it comes. */
    private record Moment(String calls, boolean noted) {}

    private static final Moment BEFORE_IT_IS_RENAMED = new Moment("renameat,renameat2", false);
    private static final Moment BEFORE_IT_IS_NOTED = new Moment("fsync", false);
    /** A folder of clones; a subvolume is removed by a call that also makes the next one. */
    private static final Moment BEFORE_THE_OLD_ONE_IS_REMOVED = new Moment("unlinkat", true);

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "xfs"})
    void theNextBackupIsComparedWithTheRightOneOrNone(String type) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(STRACE), "strace is not installed");
        try (Installation installation = new Installation(type)) {
            Path data = PagesSite.folder(installation, "data");
            Path file = PagesSite.pages(data, 1024);
            Stillframe stillframe = PagesSite.site(installation, PagesSite.files(data), "");
            PagesSite.backup(stillframe);
            Random random = new Random(6);
            List<Moment> moments = type.equals("btrfs")
                    ? List.of(BEFORE_IT_IS_RENAMED, BEFORE_IT_IS_NOTED)
                    : List.of(BEFORE_IT_IS_NOTED, BEFORE_THE_OLD_ONE_IS_REMOVED);
            int backups = 1;
            for (Moment moment : moments) {
                rewrite(file, random);
                Stillframe.Run killed =
                        killed(installation, data, moment.calls()).run("backup", "--json");
                assertThat(killed.exit()).as("%s: %s", moment, killed).isEqualTo(137);
                assertThat(PagesSite.left(installation, data)).hasSize(2);
                assertThat(published(installation))
                        .as("%s: it was published", moment)
                        .isEqualTo(++backups);
                String base = moment.noted() ? latest(stillframe) : "";

                rewrite(file, random);
                JsonNode changes = PagesSite.backup(stillframe).path("changes");
                backups++;
                assertThat(changes.path("base").asString()).as("%s", moment).isEqualTo(base);
                assertThat(changes.path("carriedBytes").asLong() > 0).isEqualTo(moment.noted());
                assertThat(PagesSite.kept(installation, data)).as("%s", moment).hasSize(1);
            }
            Path target = installation.work.resolve("restored");
            Results.good(stillframe.run("restore", "latest", "--target", target.toString()));
            assertThat(Files.mismatch(file, Installation.below(target, file))).isEqualTo(-1);
        }
    }

    private static int published(Installation installation) throws IOException {
        try (Stream<Path> snapshots = Files.list(installation.work.resolve("repository/snapshots"))) {
            return (int) snapshots.count();
        }
    }

    private static String latest(Stillframe stillframe) throws IOException {
        JsonNode backups =
                Results.only(Results.good(stillframe.run("list", "--json"))).path("backups");
        return backups.path(backups.size() - 1).path("id").asString();
    }

    /** A program that is killed when it is about to do one of these to the folder of snapshots. */
    private static Stillframe killed(Installation installation, Path data, String calls) throws IOException {
        Path launcher = Files.writeString(
                installation.work.resolve("killed"),
                "#!/bin/sh\nexec " + STRACE + " -f -qq -o /dev/null -P " + PagesSite.own(installation, data)
                        + " -e trace="
                        + calls + " -e inject=" + calls + ":signal=KILL "
                        + Installation.HOME.resolve("bin/stillframe") + " \"$@\"\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        return installation.launcher(launcher);
    }

    private static void rewrite(Path file, Random random) throws IOException {
        byte[] page = new byte[PagesSite.PAGE];
        random.nextBytes(page);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek((long) random.nextInt((int) (Files.size(file) / PagesSite.PAGE)) * PagesSite.PAGE);
            open.write(page);
        }
    }
}
