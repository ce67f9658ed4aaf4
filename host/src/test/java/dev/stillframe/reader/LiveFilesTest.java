// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import static dev.stillframe.reader.Images.copy;
import static dev.stillframe.reader.Images.only;
import static dev.stillframe.reader.Images.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveFilesTest {
    private static final int LARGE = 3 << 20; // more than is held in memory with the tests' settings

    @TempDir
    Path folder;

    private Path root;
    private Path file;
    private final RecordingSink sink = new RecordingSink();

    @BeforeEach
    void makeRoot() throws Exception {
        root = Files.createDirectory(folder.toRealPath().resolve("root"));
        file = root.resolve("file");
    }

    /** The system's files, with something that happens before each reading of a file's beginning. */
    private record Restless(SourceFiles files, boolean leases, Happening happening) implements SourceFiles {
        Restless(boolean leases, Happening happening) {
            this(new LinuxSource(), leases, happening);
        }

        interface Happening {
            void before(SourcePath path) throws IOException;
        }

        @Override
        public SourceFolder folder(SourcePath path) throws IOException {
            return new RestlessFolder(files.folder(path), path, this);
        }

        @Override
        public SourceFile file(SourcePath path) throws IOException {
            return new RestlessFile(files.file(path), path, this);
        }

        @Override
        public Metadata metadata(SourcePath path) throws IOException {
            return files.metadata(path);
        }

        @Override
        public SourcePath real(SourcePath path) throws IOException {
            return files.real(path);
        }

        @Override
        public OpenFiles holders(List<SourcePath> paths) throws IOException {
            return files.holders(paths);
        }
    }

    private record RestlessFolder(SourceFolder folder, SourcePath path, Restless source) implements SourceFolder {
        @Override
        public List<byte[]> names() throws IOException {
            return folder.names();
        }

        @Override
        public Metadata metadata(byte[] name) throws IOException {
            return folder.metadata(name);
        }

        @Override
        public long mount() throws IOException {
            return folder.mount();
        }

        @Override
        public SourceFolder folder(byte[] name) throws IOException {
            return new RestlessFolder(folder.folder(name), path.child(name), source);
        }

        @Override
        public SourceFile file(byte[] name) throws IOException {
            return new RestlessFile(folder.file(name), path.child(name), source);
        }

        @Override
        public void close() {
            folder.close();
        }
    }

    private record RestlessFile(SourceFile file, SourcePath path, Restless source) implements SourceFile {
        @Override
        public Metadata metadata() throws IOException {
            return file.metadata();
        }

        @Override
        public Stamp stamp() throws IOException {
            return file.stamp();
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws IOException {
            if (at == 0) {
                source.happening().before(path);
            }
            return file.read(buffer, at);
        }

        @Override
        public List<Range> ranges(long size) throws IOException {
            return file.ranges(size);
        }

        @Override
        public LeaseAttempt lease() {
            return source.leases() ? file.lease() : new LeaseAttempt.Unavailable();
        }

        @Override
        public void close() {
            file.close();
        }
    }

    @Test
    void aSmallFileThatIsAppendedToInEveryReadingIsStoredAndNamed() throws Exception {
        Files.writeString(file, "begin");
        SourceFiles restless = new Restless(false, p -> Files.writeString(file, "more", StandardOpenOption.APPEND));
        ComponentRead read = only(copy(restless, Images.live(new Quiesce.None(), root), sink));

        assertThat(read.changed()).extracting(Remark::kind).containsExactly(Remark.Kind.CHANGED);
        assertThat(read.whole()).isTrue();
        assertThat(sink.text(path(file))).startsWith("begin");
        assertThat(sink.node(path(file)).metadata().size())
                .isEqualTo(sink.text(path(file)).length());
    }

    @Test
    void aSmallFileThatComesToRestIsStoredWithoutARemark() throws Exception {
        Files.writeString(file, "begin");
        int[] writes = {0};
        SourceFiles restless = new Restless(false, p -> {
            if (writes[0]++ == 0) {
                Files.writeString(file, "more", StandardOpenOption.APPEND);
            }
        });
        ComponentRead read = only(copy(restless, Images.live(new Quiesce.None(), root), sink));
        assertThat(read.remarks()).isEmpty();
        assertThat(sink.text(path(file))).isEqualTo("beginmore");
    }

    @Test
    void storesThroughAMappingAreFoundAlthoughNoStampShowsThem() throws Exception {
        Files.write(file, new byte[5000]);
        MappedByteBuffer map = map();
        map.put(0, (byte) 1); // the first store of a page touches the stamp, later ones do not
        int[] stores = {0};
        SourceFiles restless = new Restless(true, p -> map.put(0, (byte) ++stores[0]));

        ComponentRead read = only(copy(restless, Images.live(new Quiesce.None(), root), sink));

        assertThat(read.changed()).extracting(Remark::kind).containsExactly(Remark.Kind.CHANGED);
        assertThat(stores[0]).isEqualTo(3);
    }

    @Test
    void storesThroughAMappingOfALargeFileAreFoundByASecondReading() throws Exception {
        Files.write(file, new byte[LARGE]);
        MappedByteBuffer map = map();
        RecordingSink storing = new RecordingSink() {
            @Override
            void between(Node node, long at) {
                map.put(0, (byte) 9);
            }
        };
        ComponentRead read = only(copy(Images.live(new Quiesce.None(), root), storing));
        assertThat(read.changed()).extracting(Remark::kind).containsExactly(Remark.Kind.CHANGED);
    }

    private MappedByteBuffer map() throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            return open.getChannel().map(MapMode.READ_WRITE, 0, 4096);
        }
    }

    @Test
    void aMappedFileGetsNoLeaseAlsoAfterItsDescriptorWasClosed() throws Exception {
        Files.write(file, new byte[5000]);
        assumeLeases();
        MappedByteBuffer map = map();
        try (SourceFile open = new LinuxSource().file(path(file))) {
            assertThat(open.lease()).isInstanceOf(SourceFile.LeaseAttempt.Refused.class);
        }
        map.put(0, (byte) 1);
    }

    @Test
    void aLeaseIsGivenUpAsSoonAsSomebodyWantsToWrite() throws Exception {
        Files.write(file, new byte[LARGE]);
        assumeLeases();
        CompletableFuture<?>[] writer = new CompletableFuture<?>[1];
        RecordingSink slow = new RecordingSink() {
            @Override
            void between(Node node, long at) {
                if (writer[0] == null) {
                    writer[0] = CompletableFuture.runAsync(LiveFilesTest.this::append);
                    await().atMost(Duration.ofSeconds(20)).until(writer[0]::isDone); // the kernel would wait for 45
                }
            }
        };
        ComponentRead read = only(copy(Images.live(new Quiesce.None(), root), slow));
        assertThat(writer[0]).isCompleted();
        assertThat(read.changed()).extracting(Remark::detail).first().asString().contains("its size went from");
    }

    private void append() {
        try {
            Files.write(file, new byte[10], StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void inBackupModeChangeIsExpectedAndNothingIsReadTwice() throws Exception {
        Files.write(file, new byte[1000]);
        int[] readings = {0};
        SourceFiles restless = new Restless(true, p -> {
            readings[0]++;
            Files.write(file, new byte[10], StandardOpenOption.APPEND);
        });
        ComponentRead read = only(copy(restless, Images.live(new Quiesce.BackupMode(), root), sink));
        assertThat(read.remarks()).isEmpty();
        assertThat(readings[0]).isEqualTo(1);
        assertThat(sink.contents.get(path(file))).hasSize(1000);
    }

    private void assumeLeases() throws IOException {
        try (SourceFile open = new LinuxSource().file(path(file))) {
            boolean granted = open.lease() instanceof SourceFile.LeaseAttempt.Granted;
            assumeTrue(granted, "this filesystem grants no leases: " + root);
        }
    }
}
