// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.change.ExtentMap;
import dev.stillframe.change.Unchanged;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.LoopVolume;
import dev.stillframe.platform.linux.OpenFile;
import dev.stillframe.tree.Range;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is done to files between two images: what is declared unchanged has the same bytes in both, compared byte for
 * byte. {@code -Dstillframe.soak=true} goes on for thousands of rounds; {@code -Dstillframe.seed=N} repeats one.
 */
class ChangedRangesFuzzTest {
    private static final int ROUNDS =
            Integer.getInteger("stillframe.rounds", Boolean.getBoolean("stillframe.soak") ? 3000 : 60);
    private static final long SIZE = 512L << 20;

    /** Kept across rounds. */
    private final List<String> done = new ArrayList<>();

    private long declared;
    private long existed;
    private long wrong;

    @ParameterizedTest
    @ValueSource(strings = {"", "compress-force=zstd:1", "nodatacow", "autodefrag,compress=lzo"})
    void onBtrfsWhatIsDeclaredUnchangedIsUnchanged(String options) throws Exception {
        try (LoopVolume volume = LoopVolume.make("btrfs", SIZE)) {
            if (!options.isEmpty()) {
                LoopVolume.run(List.of(
                        "mount", "-o", "remount," + options, volume.root().toString()));
            }
            Path live = volume.root().resolve("live");
            LoopVolume.run(List.of("btrfs", "subvolume", "create", live.toString()));
            ballast(volume.root());
            Random random = random("btrfs " + options);
            rounds(live, true, random, new Takes() {
                @Override
                public void take(Path at) throws Exception {
                    LoopVolume.run(List.of("btrfs", "subvolume", "snapshot", "-r", live.toString(), at.toString()));
                }

                @Override
                public void remove(Path at) throws Exception {
                    LoopVolume.run(List.of("btrfs", "subvolume", "delete", at.toString()));
                    LoopVolume.run(List.of(
                            "btrfs", "filesystem", "sync", at.getParent().toString()));
                }

                @Override
                public Process whileComparing() throws Exception {
                    return random.nextInt(8) == 0 ? balance(volume.root()) : new ProcessBuilder("true").start();
                }
            });
        }
    }

    @Test
    void onXfsWhatIsDeclaredUnchangedIsUnchanged() throws Exception {
        try (LoopVolume volume = LoopVolume.make("xfs", SIZE)) {
            Path live = Files.createDirectory(volume.root().resolve("live"));
            ballast(volume.root());
            rounds(live, false, random("xfs"), new Takes() {
                @Override
                public void take(Path at) throws Exception {
                    LoopVolume.run(List.of("cp", "-r", "--reflink=always", live.toString(), at.toString()));
                }

                @Override
                public void remove(Path at) throws Exception {
                    LoopVolume.run(List.of("rm", "-r", at.toString()));
                }

                @Override
                public Process whileComparing() throws Exception {
                    return new ProcessBuilder("true").start();
                }
            });
        }
    }

    /** How images are made. */
    private interface Takes {
        void take(Path at) throws Exception;

        void remove(Path at) throws Exception;

        /** Something that goes on while images are compared. */
        Process whileComparing() throws Exception;
    }

    private static Process balance(Path root) throws Exception {
        return new ProcessBuilder("btrfs", "balance", "start", "-dlimit=1", root.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Random random(String name) {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("changed ranges on " + name + ", seed " + seed);
        return new Random(seed);
    }

    /** Little room, so that addresses that became free are given away again soon. */
    private static void ballast(Path root) throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(root.resolve("ballast").toFile(), "rw")) {
            byte[] bytes = new byte[1 << 20];
            new Random(1).nextBytes(bytes);
            for (int i = 0; i < (SIZE >> 20) / 3; i++) {
                file.write(bytes);
            }
        }
    }

    private void rounds(Path live, boolean btrfs, Random random, Takes images) throws Exception {
        RandomWrites writes = new RandomWrites(live, btrfs, random);
        Path base = live.resolveSibling("image0");
        images.take(base);
        for (int round = 1; round <= ROUNDS; round++) {
            done.clear();
            for (int i = random.nextInt(7); i >= 0; i--) {
                done.add(writes.step(base));
            }
            Path now = live.resolveSibling("image" + round);
            images.take(now);
            Process meanwhile = images.whileComparing();
            try {
                for (Path file : RandomWrites.files(now)) {
                    Path then = base.resolve(file.getFileName());
                    if (Files.exists(then)) {
                        compare(then, file);
                    }
                }
            } finally {
                meanwhile.waitFor();
            }
            assertThat(wrong).as("round %s after %s", round, done).isZero();
            images.remove(base); // what becomes free is given away in the next round
            base = now;
        }
        System.out.println(
                "  " + declared + " of " + existed + " bytes were declared unchanged, " + wrong + " wrongly");
        assertThat(declared).as("a rule that declares nothing proves nothing").isGreaterThan(existed / 4);
    }

    private void compare(Path then, Path now) throws Exception {
        List<Range> unchanged;
        try (OpenFile first = open(then);
                OpenFile later = open(now)) {
            ExtentMap before = LinuxExtents.of(first);
            ExtentMap after = LinuxExtents.of(later);
            if (!before.equals(LinuxExtents.of(first))) {
                return; // moved meanwhile: read whole
            }
            unchanged = Unchanged.between(before, after);
        }
        existed += Files.size(now);
        try (FileChannel one = FileChannel.open(then);
                FileChannel other = FileChannel.open(now)) {
            for (Range range : unchanged) {
                declared += range.length();
                byte[] expected = read(one, range);
                byte[] found = read(other, range);
                int differs = Arrays.mismatch(expected, found);
                if (differs >= 0) {
                    wrong++;
                    done.add("WRONG: " + now.getFileName() + " at " + (range.offset() + differs));
                }
            }
        }
    }

    private static byte[] read(FileChannel file, Range range) throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate((int) range.length());
        while (buffer.hasRemaining() && file.read(buffer, range.offset() + buffer.position()) >= 0) {
            // until it is full
        }
        assertThat(buffer.hasRemaining()).isFalse();
        return buffer.array();
    }

    private static OpenFile open(Path file) throws Exception {
        return LinuxFiles.open(SourcePath.of(file.toString()));
    }
}
