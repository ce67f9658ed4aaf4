// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.change.Base;
import dev.stillframe.change.ExtentMap;
import dev.stillframe.change.Part;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.FileVersion;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparingTest {
    private static final long SIZE = 1 << 20;
    private static final int UNIT = 64 << 10;
    private static final SourcePath PATH = SourcePath.of("/data/pages");
    private static final SourcePath PLACE = SourcePath.of("/base/pages");
    private static final ComponentKey KEY = new ComponentKey("app", new ComponentId("c"));
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
    void whatIsTakenOverAreWholePiecesAndTheLastOneOnlyOfAFileThatKeptItsSize() {
        List<Range> ranges = List.of(
                new Range(0, 100, Range.State.DATA),
                new Range(100, 250, Range.State.UNCHANGED),
                new Range(350, 20, Range.State.HOLE),
                new Range(370, 50, Range.State.UNCHANGED));
        assertThat(new Comparing.Compared(sized(420), 100, ranges).taken(420))
                .containsExactly(new Range(100, 200, Range.State.UNCHANGED), new Range(400, 20, Range.State.UNCHANGED));
        assertThat(new Comparing.Compared(sized(500), 100, ranges).taken(420))
                .as("where the parent's file went on its piece is longer")
                .containsExactly(new Range(100, 200, Range.State.UNCHANGED));
    }

    @Test
    void whatIsPassedOverIsWhatTheCopyWillTakeOver() throws Exception {
        Comparing comparing = comparing();
        Carry carry = carry(comparing, true, 0);
        assertThat(carry.of(KEY, entry(OptionalInt.of(8192), false), new Bases()))
                .containsExactly(new ImageFile.Span(0, SIZE));
        assertThat(carry.offered(KEY)).isEqualTo(SIZE);
        assertThat(read).isEqualTo(2); // the file and its base
        holds = false;
        carried = false;
        assertThat(comparing.of(entry(OptionalInt.of(8192), false), now()).map(Comparing.Compared::ranges))
                .as("the answer stays, and is not asked for again")
                .contains(List.of(ALL));
        assertThat(read).isEqualTo(2);
    }

    @Test
    void whatWasNotJudgedOrCannotBeTakenOverIsJudged() throws Exception {
        assertThat(carry(comparing(), false, 0).of(KEY, entry(OptionalInt.of(8192), false), new Bases()))
                .isEmpty();
        assertThat(read).as("not even looked at").isZero();
        Carry carry = carry(comparing(), true, 0);
        carried = false;
        assertThat(carry.of(KEY, entry(OptionalInt.of(8192), false), new Bases()))
                .isEmpty();
        carried = true;
        holds = false;
        assertThat(carry.of(KEY, entry(OptionalInt.of(8192), false), new Bases()))
                .isEmpty();
        assertThat(carry.of(KEY, entry(OptionalInt.of(8192), true), new Bases()))
                .isEmpty();
        assertThat(carry.offered(KEY)).isZero();
    }

    @Test
    void aSampleOfWhatCouldBePassedOverIsJudgedAndNeverNone() throws Exception {
        Seen.Entry entry = entry(OptionalInt.of(8192), false);
        assertThat(carry(comparing(), true, 1).of(KEY, entry, new Bases())).isEmpty();
        assertThat(carry(comparing(), true, 1e-9).of(KEY, entry, new Bases()))
                .as("the first piece at least")
                .containsExactly(new ImageFile.Span(UNIT, SIZE - UNIT));
        List<ImageFile.Span> half = carry(comparing(), true, 0.5).of(KEY, entry, new Bases());
        assertThat(half.stream().mapToLong(ImageFile.Span::length).sum()).isBetween(1L, SIZE - UNIT); // sixteen pieces
        assertThat(half).allMatch(span -> span.offset() % UNIT == 0 && span.length() % UNIT == 0);
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
        assertThat(ReadAhead.parts(ranges, 4_600_025))
                .containsExactly(
                        new Range(65_536, 65_536, Range.State.DATA),
                        new Range(3_080_192, 1 << 20, Range.State.DATA),
                        new Range(3_080_192 + (1 << 20), 4_600_025 - 3_080_192 - (1 << 20), Range.State.DATA));
    }

    @Test
    void whatIsToldOfAFileThatIsPassedOverInPartsIsWhatLiesBetweenThem() throws Exception {
        long unit = 65_536;
        StillFile file = now();
        ReadAhead.around(List.of(new ImageFile.Span(0, 2 * unit), new ImageFile.Span(3 * unit, unit)), 6 * unit)
                .tell(file, 0);
        assertThat(file.told)
                .containsExactly(
                        new Range(2 * unit, unit, Range.State.DATA), new Range(4 * unit, 2 * unit, Range.State.DATA));
    }

    private Optional<List<Range>> compared(OptionalInt pages, boolean live) throws IOException {
        return comparing().of(entry(pages, live), now()).map(Comparing.Compared::ranges);
    }

    private static Carry carry(Comparing comparing, boolean judged, double sample) {
        return new Carry(comparing, (component, path) -> judged && component.equals(KEY), sample, 7);
    }

    private static FileVersion sized(long size) {
        return new FileVersion(1, size, Instant.EPOCH, Instant.EPOCH);
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
            public OptionalInt carries(SourcePath path, FileVersion state, Content.Pages pages) {
                return carried && state.equals(version) ? OptionalInt.of(UNIT) : OptionalInt.empty();
            }
        };
        Views none = new Views(List.of());
        return new Comparing(new Bases(), new PageStructure(new Bases(), List.of(), none), sink, Optional.of(base));
    }

    private Seen.Entry entry(OptionalInt pages, boolean live) {
        FileSet set = new FileSet(PATH, List.of(), List.of(), Set.of(Grain.values()), pages);
        Component component = new Component(new ComponentId("c"), List.of(set), new Quiesce.None(), Map.of());
        Source source = new Source(new Volume(SourcePath.root(), "btrfs", "/dev/sda1", 1), set);
        Claim claim = Claim.of(new ImageComponent("app", component, Grain.ATOMIC, List.of(source)), source);
        return new Seen.Entry(PATH, metadata(Instant.MAX), List.of(claim), live, new Seen.ByPath(new Bases(), PATH));
    }

    private static StillFile now() {
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
            return path.equals(PATH) ? now() : new StillFile(then, maps);
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
        private final List<Range> told = new ArrayList<>();
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
        public void soon(List<Range> ranges) {
            told.addAll(ranges);
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
