// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.change.Base;
import dev.stillframe.change.ExtentMap;
import dev.stillframe.change.Part;
import dev.stillframe.tree.FileVersion;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparingTest {
    private static final long SIZE = 1 << 20;
    private static final SourcePath PATH = SourcePath.of("/data/pages");
    private static final SourcePath PLACE = SourcePath.of("/base/pages");
    private static final Range ALL = new Range(0, SIZE, Range.State.UNCHANGED);

    private Metadata then = metadata(Instant.EPOCH);
    private List<ExtentMap> maps = List.of(map(0), map(0));
    private boolean holds = true;
    private boolean carried = true;
    private int read;

    @Test
    void aFileThatLiesWhereItsBaseLiesIsUnchanged() throws Exception {
        assertThat(compared(OptionalInt.of(8192), false)).contains(List.of(ALL));
    }

    @Test
    void aBaseThatIsMovedWhileItIsComparedProvesNothing() throws Exception {
        maps = List.of(map(0), map(7)); // a balance: what was at 0 may be another file's by now
        Comparing comparing = comparing();
        assertThat(comparing.of(entry(OptionalInt.of(8192), false), now())).isEmpty();
        assertThat(comparing.doubts()).singleElement().asString().contains("moved on its disk");
    }

    @Test
    void aBaseThatIsNotWhatWasKeptProvesNothing() throws Exception {
        then = metadata(Instant.EPOCH.plusNanos(1));
        assertThat(compared(OptionalInt.of(8192), false)).isEmpty();
        then = metadata(Instant.EPOCH);
        holds = false;
        assertThat(compared(OptionalInt.of(8192), false)).isEmpty();
    }

    @Test
    void liveFilesAreNeverCompared() throws Exception {
        assertThat(compared(OptionalInt.of(8192), true)).isEmpty();
        assertThat(read).as("not even looked at").isZero();
    }

    @Test
    void whatTheParentHasNotOrCannotCarryIsRead() throws Exception {
        carried = false;
        assertThat(compared(OptionalInt.of(8192), false)).isEmpty();
        carried = true;
        assertThat(compared(OptionalInt.empty(), false)).as("not of pages").isEmpty();
    }

    @Test
    void unchangedRangesLieOverDataAndHoles() {
        List<Range> ranges = List.of(
                new Range(0, 10, Range.State.DATA),
                new Range(10, 10, Range.State.HOLE),
                new Range(20, 10, Range.State.DATA));
        List<Range> unchanged =
                List.of(new Range(2, 3, Range.State.UNCHANGED), new Range(8, 14, Range.State.UNCHANGED));
        assertThat(Comparing.over(ranges, unchanged))
                .containsExactly(
                        new Range(0, 2, Range.State.DATA),
                        new Range(2, 3, Range.State.UNCHANGED),
                        new Range(5, 3, Range.State.DATA),
                        new Range(8, 14, Range.State.UNCHANGED),
                        new Range(22, 8, Range.State.DATA));
        assertThat(Comparing.over(ranges, List.of())).isEqualTo(ranges);
    }

    @Test
    void whatIsToldToTheSystemIsWhatWillBeReadInPiecesThatItCanTake() {
        List<Range> ranges = List.of(
                new Range(0, 100_000, Range.State.UNCHANGED),
                new Range(100_000, 10, Range.State.DATA),
                new Range(100_010, 5, Range.State.HOLE),
                new Range(100_015, 10, Range.State.DATA),
                new Range(100_025, 3_000_000, Range.State.UNCHANGED),
                new Range(3_100_025, 1_500_000, Range.State.DATA));
        assertThat(ChangedContent.parts(ranges, 4_600_025))
                .containsExactly(
                        new Range(65_536, 65_536, Range.State.DATA),
                        new Range(3_080_192, 1 << 20, Range.State.DATA),
                        new Range(3_080_192 + (1 << 20), 4_600_025 - 3_080_192 - (1 << 20), Range.State.DATA));
    }

    private Optional<List<Range>> compared(OptionalInt pages, boolean live) throws IOException {
        return comparing().of(entry(pages, live), now()).map(Comparing.Compared::ranges);
    }

    private Comparing comparing() {
        FileVersion version = FileVersion.of(metadata(Instant.EPOCH));
        Base base = new Base() {
            @Override
            public Optional<File> file(SourcePath path) {
                return Optional.of(new File(path, version, PLACE, version));
            }

            @Override
            public boolean holds() {
                return holds;
            }
        };
        RecordingSink sink = new RecordingSink() {
            @Override
            public boolean carries(SourcePath path, FileVersion state) {
                return carried && state.equals(version);
            }
        };
        return new Comparing(new Bases(), sink, Optional.of(base));
    }

    private Seen.Entry entry(OptionalInt pages, boolean live) {
        FileSet set = new FileSet(PATH, List.of(), List.of(), Set.of(Grain.values()), pages);
        Component component = new Component(new ComponentId("c"), List.of(set), new Quiesce.None(), Map.of());
        Source source = new Source(new Volume(SourcePath.root(), "btrfs", "/dev/sda1", 1), set);
        Claim claim = Claim.of(new ImageComponent("app", component, Grain.ATOMIC, List.of(source)), source);
        return new Seen.Entry(PATH, metadata(Instant.MAX), List.of(claim), live, new Seen.ByPath(new Bases(), PATH));
    }

    private StillFile now() {
        return new StillFile(metadata(Instant.MAX), List.of(map(0)));
    }

    private static ExtentMap map(long place) {
        return new ExtentMap(SIZE, "disk", List.of(new Part(0, SIZE, new Part.Stored(0, 0, 0, place * SIZE))));
    }

    private static Metadata metadata(Instant changed) {
        return new Metadata(
                Metadata.Kind.FILE, 0600, 0, 0, SIZE, Instant.EPOCH, changed, 1, 2, 1, 0, new byte[0], List.of());
    }

    /** Has the base's file. */
    private final class Bases implements SourceFiles {
        @Override
        public SourceFile file(SourcePath path) {
            read++;
            return new StillFile(then, maps);
        }

        @Override
        public SourceFolder folder(SourcePath path) {
            throw new AssertionError("no folder is opened");
        }

        @Override
        public Metadata metadata(SourcePath path) {
            throw new AssertionError("asked of the open file");
        }

        @Override
        public SourcePath real(SourcePath path) {
            return path;
        }

        @Override
        public OpenFiles holders(List<SourcePath> files) {
            throw new AssertionError("nobody is asked for");
        }
    }

    /** A file with a map for each time that it is asked. */
    private static final class StillFile implements SourceFile {
        private final Metadata metadata;
        private final List<ExtentMap> maps;
        private int asked;

        StillFile(Metadata metadata, List<ExtentMap> maps) {
            this.metadata = metadata;
            this.maps = maps;
        }

        @Override
        public Metadata metadata() {
            return metadata;
        }

        @Override
        public Stamp stamp() {
            return new Stamp(metadata.size(), metadata.modified(), metadata.changed());
        }

        @Override
        public int read(ByteBuffer buffer, long at) {
            throw new AssertionError("a map is compared, no bytes");
        }

        @Override
        public List<Range> ranges(long size) {
            return List.of(new Range(0, size, Range.State.DATA));
        }

        @Override
        public Optional<ExtentMap> extents() {
            return Optional.of(maps.get(asked++));
        }

        @Override
        public LeaseAttempt lease() {
            return new LeaseAttempt.Unavailable();
        }

        @Override
        public void close() {}
    }
}
