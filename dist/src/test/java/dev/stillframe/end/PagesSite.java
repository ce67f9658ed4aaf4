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
import tools.jackson.databind.JsonNode;

/** A folder of pages on btrfs or XFS, backed up into a repository, and the snapshots that are kept of it. */
final class PagesSite {
    static final int PAGE = 8192;

    private PagesSite() {}

    /** A folder that a snapshot can be made of. */
    static Path folder(Installation installation, String name) throws Exception {
        Path folder = installation.files.resolve(name);
        Shell.run(
                installation.files, (installation.type.equals("btrfs") ? "btrfs subvolume create " : "mkdir ") + name);
        return folder;
    }

    /** The files writer with pages of 8 KiB. */
    static String files(Path data) {
        return """
                pages:
                    writer: files
                    settings: {paths: ["%s"], page-size: 8192}
                    minimum-consistency: live""".formatted(data);
    }

    /** The program, with a repository and one job that has one application; see {@link #configure}. */
    static Stillframe site(Installation installation, String application, String job) throws Exception {
        configure(installation, application, job);
        Stillframe stillframe = installation.launcher(Installation.HOME.resolve("bin/stillframe"));
        Results.good(stillframe.run("init"));
        return stillframe;
    }

    /**
     * Writes the configuration.
     *
     * @param application with its name, in YAML
     * @param job more lines of the job that has it
     */
    static void configure(Installation installation, String application, String job) throws Exception {
        Files.writeString(installation.work.resolve("password"), "swordfish");
        Files.writeString(installation.work.resolve("stillframe.yaml"), """
                repository:
                  location: %1$s/repository
                  password-file: %1$s/password
                state-directory: %1$s/state
                plugins:
                  directory: %2$s/plugins
                applications:
                  %3$s
                jobs:
                  job:
                    applications: [%4$s]
                    %5$s
                """.formatted(
                        installation.work,
                        Installation.HOME,
                        application,
                        application.substring(0, application.indexOf(':')),
                        job));
    }

    /** Makes a backup that is what was asked for. */
    static JsonNode backup(Stillframe stillframe) throws IOException {
        return Results.receipt(Results.good(stillframe.run("backup", "--json")));
    }

    /** Half of each page is random, as of a database. */
    static Path pages(Path data, int count) throws IOException {
        Path file = data.resolve("pages");
        Random random = new Random(0);
        byte[] bytes = new byte[1 << 20];
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            for (long at = 0; at < (long) count * PAGE; at += bytes.length) {
                byte[] half = new byte[PAGE / 2];
                for (int page = 0; page < bytes.length; page += PAGE) {
                    random.nextBytes(half);
                    System.arraycopy(half, 0, bytes, page, half.length);
                }
                open.write(bytes, 0, (int) Math.min(bytes.length, (long) count * PAGE - at));
            }
        }
        return file;
    }

    /** The snapshots that were kept of a folder; nothing else may lie there. */
    static List<Path> kept(Installation installation, Path data) throws IOException {
        List<Path> kept = left(installation, data);
        assertThat(kept).allMatch(path -> path.getFileName().toString().contains("base."));
        return kept;
    }

    /** All snapshots. */
    static List<Path> left(Installation installation, Path data) throws IOException {
        try (Stream<Path> all = Files.list(own(installation, data))) {
            return all.sorted().toList();
        }
    }

    /** Where they lie. */
    static Path own(Installation installation, Path data) {
        return (installation.type.equals("btrfs") ? data : data.getParent()).resolve(".stillframe-snapshots");
    }

    /**
     * Overwrites bytes on the disk, below the filesystem: at an address that does not change.
     *
     * @param at in the file, in its first extent
     */
    static void rot(Installation installation, Path file, int at) throws Exception {
        Shell.run(file.getParent(), "sync -f " + file);
        String map = Shell.run(file.getParent(), "xfs_io -r -c fiemap " + file);
        String first = "(?s).*?0: \\[0\\.\\.(\\d+)\\]: (\\d+)\\.\\..*";
        assertThat(Long.parseLong(map.replaceFirst(first, "$1")) * 512).isGreaterThanOrEqualTo(at + 4096);
        long block = Long.parseLong(map.replaceFirst(first, "$2"));
        Path image = installation.files.resolveSibling("image");
        try (RandomAccessFile disk = new RandomAccessFile(image.toFile(), "rw")) {
            disk.seek(block * 512 + at);
            disk.write(new byte[4096]);
            disk.getFD().sync();
        }
        Shell.run(file.getParent(), "echo 1 > /proc/sys/vm/drop_caches");
    }
}
