// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.tree.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Files in memory that fail on request. */
final class FakeSource implements SourceFiles {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    /** A call that can be made to fail. */
    enum Call {
        METADATA,
        OPEN,
        LIST,
        READ
    }

    private final TreeMap<SourcePath, Metadata> entries = new TreeMap<>();
    private final Map<SourcePath, byte[]> contents = new ConcurrentHashMap<>();
    private final Map<String, IOException> failures = new ConcurrentHashMap<>();
    private final Map<SourcePath, Long> mounts = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private long inodes = 100;

    FakeSource folder(String path) {
        SourcePath folder = SourcePath.of(path);
        folder.parent().ifPresent(parent -> {
            if (!entries.containsKey(parent)) {
                folder(parent.toString());
            }
        });
        return entry(folder, Metadata.Kind.FOLDER, 0, 1, inodes++);
    }

    FakeSource file(String path, byte[] bytes) {
        return file(path, bytes, bytes.length);
    }

    /** @param size what stat says, which the bytes may fall short of */
    FakeSource file(String path, byte[] bytes, long size) {
        SourcePath file = SourcePath.of(path);
        folder(file.parent().orElseThrow().toString());
        contents.put(file, bytes);
        return entry(file, Metadata.Kind.FILE, size, 1, inodes++);
    }

    FakeSource entry(SourcePath path, Metadata.Kind kind, long size, long links, long inode) {
        entries.put(
                path,
                new Metadata(
                        kind,
                        0644,
                        0,
                        0,
                        size,
                        LONG_AGO,
                        LONG_AGO,
                        device(path),
                        inode,
                        links,
                        0,
                        new byte[0],
                        List.of()));
        return this;
    }

    /** Another filesystem begins at this folder. */
    FakeSource mount(String path, long device) {
        mounts.put(SourcePath.of(path), device);
        SourcePath folder = SourcePath.of(path);
        entries.remove(folder);
        return folder(path);
    }

    FakeSource fail(Call call, String path, IOException failure) {
        failures.put(call + path, failure);
        return this;
    }

    int open() {
        return open.get();
    }

    private long device(SourcePath path) {
        return mounts.entrySet().stream()
                .filter(mount -> path.startsWith(mount.getKey()))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(1);
    }

    private Metadata known(Call call, SourcePath path) throws IOException {
        IOException failure = failures.get(call + path.toString());
        if (failure != null) {
            throw failure;
        }
        Metadata metadata = entries.get(path);
        if (metadata == null) {
            throw new NoSuchFileException(path.toString());
        }
        return metadata;
    }

    @Override
    public SourceFolder folder(SourcePath path) throws IOException {
        known(Call.OPEN, path);
        open.incrementAndGet();
        return new Folder(path);
    }

    @Override
    public SourceFile file(SourcePath path) throws IOException {
        known(Call.OPEN, path);
        open.incrementAndGet();
        return new File(path);
    }

    @Override
    public Metadata metadata(SourcePath path) throws IOException {
        return known(Call.METADATA, path);
    }

    @Override
    public SourcePath real(SourcePath path) {
        return path;
    }

    @Override
    public OpenFiles holders(List<SourcePath> files) {
        return new OpenFiles(List.of(), true);
    }

    private final class Folder implements SourceFolder {
        private final SourcePath path;

        Folder(SourcePath path) {
            this.path = path;
        }

        @Override
        public List<byte[]> names() throws IOException {
            known(Call.LIST, path);
            return entries.keySet().stream()
                    .filter(entry -> entry.parent().filter(path::equals).isPresent())
                    .map(SourcePath::name)
                    .toList();
        }

        @Override
        public Metadata metadata(byte[] name) throws IOException {
            return known(Call.METADATA, path.child(name));
        }

        @Override
        public long mount() {
            return device(path);
        }

        @Override
        public SourceFolder folder(byte[] name) throws IOException {
            return FakeSource.this.folder(path.child(name));
        }

        @Override
        public SourceFile file(byte[] name) throws IOException {
            return FakeSource.this.file(path.child(name));
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }

    private final class File implements SourceFile {
        private final SourcePath path;

        File(SourcePath path) {
            this.path = path;
        }

        @Override
        public Metadata metadata() throws IOException {
            return known(Call.METADATA, path);
        }

        @Override
        public Stamp stamp() throws IOException {
            Metadata metadata = metadata();
            return new Stamp(metadata.size(), metadata.modified(), metadata.changed());
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws IOException {
            known(Call.READ, path);
            byte[] bytes = contents.get(path);
            if (at >= bytes.length) {
                return -1;
            }
            int count = (int) Math.min(buffer.remaining(), bytes.length - at);
            buffer.put(Arrays.copyOfRange(bytes, (int) at, (int) at + count));
            return count;
        }

        @Override
        public List<Range> ranges(long size) {
            return List.of(new Range(0, size, Range.State.DATA));
        }

        @Override
        public LeaseAttempt lease() {
            return new LeaseAttempt.Unavailable();
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}
