// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.change.ExtentMap;
import dev.stillframe.change.Part;
import dev.stillframe.change.Unchanged;
import dev.stillframe.platform.linux.BtrfsExtent;
import dev.stillframe.platform.linux.Extent;
import dev.stillframe.platform.linux.Fiemap;
import dev.stillframe.platform.linux.FileRange;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.LoopVolume;
import dev.stillframe.platform.linux.OpenFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an extent is believed; each of these was once shown to give wrong answers if it was not heeded. */
class LinuxExtentsTest {
    private static final Part.Kept DOUBTFUL = new Part.Doubtful();

    @ParameterizedTest
    @ValueSource(
            ints = {
                Extent.UNKNOWN,
                Extent.DELAYED,
                Extent.ENCODED,
                Extent.ENCRYPTED,
                Extent.NOT_ALIGNED,
                Extent.INLINE,
                Extent.TAIL,
                1 << 20
            })
    void anExtentOfWhichTheAddressSaysNothingIsDoubtfulAlsoIfItWasNeverWritten(int flag) {
        assertThat(LinuxExtents.kept(new Extent(0, 8192, 4096, flag))).isEqualTo(DOUBTFUL);
        assertThat(LinuxExtents.kept(new Extent(0, 8192, 4096, flag | Extent.UNWRITTEN)))
                .isEqualTo(DOUBTFUL);
    }

    @Test
    void sharedMergedAndLastExtentsAreBelieved() {
        for (int flags : new int[] {0, Extent.SHARED, Extent.MERGED, Extent.LAST | Extent.SHARED}) {
            assertThat(LinuxExtents.kept(new Extent(0, 8192, 4096, flags))).isEqualTo(new Part.Stored(0, 0, 0, 8192));
        }
        assertThat(LinuxExtents.kept(new Extent(0, 8192, 4096, Extent.UNWRITTEN | Extent.SHARED)))
                .isEqualTo(new Part.Zeros());
    }

    @Test
    void whatIsNotAlignedIsDoubtful() {
        assertThat(LinuxExtents.kept(new Extent(0, 8193, 4096, 0))).isEqualTo(DOUBTFUL);
        assertThat(LinuxExtents.kept(new Extent(100, 8192, 4096, 0))).isEqualTo(DOUBTFUL);
        assertThat(LinuxExtents.kept(new Extent(0, 8192, 100, 0))).isEqualTo(DOUBTFUL);
    }

    @Test
    void ofBtrfsItemsInlineForeignAndUnknownOnesAreDoubtful() {
        assertThat(kept(BtrfsExtent.Type.INLINE, 0, false)).isEqualTo(DOUBTFUL);
        assertThat(kept(BtrfsExtent.Type.UNKNOWN, 4096, false)).isEqualTo(DOUBTFUL);
        assertThat(kept(BtrfsExtent.Type.REGULAR, 4096, true)).isEqualTo(DOUBTFUL);
        assertThat(kept(BtrfsExtent.Type.PREALLOCATED, 4096, false)).isEqualTo(new Part.Zeros());
        assertThat(kept(BtrfsExtent.Type.REGULAR, 0, false)).isEqualTo(new Part.Zeros());
        assertThat(kept(BtrfsExtent.Type.REGULAR, 4096, false)).isEqualTo(new Part.Stored(4096, 8192, 3, 512));
    }

    private static Part.Kept kept(BtrfsExtent.Type type, long place, boolean foreign) {
        return LinuxExtents.kept(new BtrfsExtent(0, 8192, type, place, 8192, 512, 3, foreign));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xfs", "btrfs"})
    void addressesOfAnotherFilesystemSayNothing(String type) throws Exception {
        try (LoopVolume volume = LoopVolume.make(type, 1L << 30);
                LoopVolume other = LoopVolume.make(type, 1L << 30)) {
            byte[] bytes = new byte[1 << 20];
            Arrays.fill(bytes, (byte) 7);
            Path first = Files.write(volume.root().resolve("file"), bytes);
            Path second = Files.write(other.root().resolve("file"), new byte[1 << 20]);
            LoopVolume.run(List.of("sync", "-f", first.toString()));
            LoopVolume.run(List.of("sync", "-f", second.toString()));
            try (OpenFile one = open(first);
                    OpenFile another = open(second)) {
                ExtentMap map = LinuxExtents.of(one);
                ExtentMap elsewhere = LinuxExtents.of(another);
                assertThat(elsewhere.parts()).as("the very same addresses").isEqualTo(map.parts());
                assertThat(Unchanged.between(map, elsewhere)).isEmpty();
                assertThat(Unchanged.between(map, map)).isNotEmpty();
            }
        }
    }

    /** FIEMAP gives both files the same address, for it leaves out where in the extent each begins. */
    @Test
    void twoPartsOfOneCompressedExtentAreToldApart() throws Exception {
        try (LoopVolume volume = LoopVolume.btrfs()) {
            LoopVolume.run(List.of(
                    "mount", "-o", "remount,compress-force=zstd", volume.root().toString()));
            byte[] bytes = new byte[128 << 10];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (i / 4096);
            }
            Path first = Files.write(volume.root().resolve("first"), bytes);
            Path second = volume.root().resolve("second");
            LoopVolume.run(List.of("sync", "-f", first.toString()));
            LoopVolume.run(List.of(
                    "xfs_io",
                    "-f",
                    "-c",
                    "truncate 131072",
                    "-c",
                    "reflink " + first + " 65536 0 65536",
                    second.toString()));
            LoopVolume.run(List.of("sync", "-f", first.toString()));
            try (OpenFile one = open(first);
                    OpenFile other = open(second)) {
                FileRange begin = new FileRange(0, 65536);
                Extent here = Fiemap.extents(one, begin).get(0);
                Extent there = Fiemap.extents(other, begin).get(0);
                assertThat(there.physical()).isEqualTo(here.physical());
                assertThat(LinuxExtents.kept(here)).isEqualTo(DOUBTFUL);
                assertThat(LinuxExtents.kept(there)).isEqualTo(DOUBTFUL);
                ExtentMap map = LinuxExtents.of(one);
                assertThat(map.parts()).anyMatch(part -> part.kept() instanceof Part.Stored);
                assertThat(Unchanged.between(map, LinuxExtents.of(other))).isEmpty();
                assertThat(Unchanged.between(map, map)).isNotEmpty();
            }
        }
    }

    /** The address stays when space that was allocated is written for the first time. */
    @ParameterizedTest
    @ValueSource(strings = {"xfs", "btrfs"})
    void writingWhatWasOnlyAllocatedIsAChange(String type) throws Exception {
        try (LoopVolume volume = LoopVolume.make(type, 1L << 30)) {
            Path file = volume.root().resolve("file");
            LoopVolume.run(List.of("xfs_io", "-f", "-c", "falloc 0 1m", "-c", "fsync", file.toString()));
            try (OpenFile open = open(file)) {
                ExtentMap allocated = LinuxExtents.of(open);
                Extent before = Fiemap.extents(open, new FileRange(0, 1 << 20)).get(0);
                byte[] bytes = new byte[1 << 20];
                Arrays.fill(bytes, (byte) 7);
                try (var channel = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
                    channel.write(java.nio.ByteBuffer.wrap(bytes), 0);
                    channel.force(true);
                }
                Extent after = Fiemap.extents(open, new FileRange(0, 1 << 20)).get(0);
                assertThat(after.physical()).isEqualTo(before.physical());
                assertThat(Unchanged.between(allocated, LinuxExtents.of(open))).isEmpty();
            }
        }
    }

    private static OpenFile open(Path file) throws Exception {
        return LinuxFiles.open(SourcePath.of(file.toString()));
    }
}
