// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Folders as an image, of which single files can be changed or left out without touching the disk. */
final class FolderImage implements BackupImage {
    private final NavigableMap<SourcePath, ImageFile> files;

    private FolderImage(NavigableMap<SourcePath, ImageFile> files) {
        this.files = files;
    }

    static FolderImage of(Path... roots) throws IOException {
        NavigableMap<SourcePath, ImageFile> files = new TreeMap<>();
        for (Path root : roots) {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        ImageFile file = new OnDisk(path);
                        files.put(file.path(), file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        }
        return new FolderImage(files);
    }

    /** The same image with another content of one file, which need not have been there. */
    FolderImage with(SourcePath path, byte[] content) {
        NavigableMap<SourcePath, ImageFile> changed = new TreeMap<>(files);
        changed.put(path, new InMemory(path, content));
        return new FolderImage(changed);
    }

    /** The same image with one file edited. */
    FolderImage edit(SourcePath path, UnaryOperator<byte[]> edit) throws IOException {
        return with(path, edit.apply(bytes(path)));
    }

    /** The same image, of which a validation is told that these parts of one file are unchanged. */
    FolderImage unchanged(SourcePath path, ImageFile.Span... parts) {
        NavigableMap<SourcePath, ImageFile> changed = new TreeMap<>(files);
        changed.put(path, new Known(file(path).orElseThrow(), List.of(parts)));
        return new FolderImage(changed);
    }

    FolderImage without(SourcePath path) {
        if (!files.containsKey(path)) {
            throw new IllegalArgumentException("no " + path);
        }
        NavigableMap<SourcePath, ImageFile> changed = new TreeMap<>(files);
        changed.remove(path);
        return new FolderImage(changed);
    }

    /** The same image with everything in a folder as it is now. */
    FolderImage withAllBelow(Path folder) throws IOException {
        NavigableMap<SourcePath, ImageFile> changed = new TreeMap<>(files);
        changed.keySet().removeIf(path -> path.startsWith(SourcePath.of(folder.toString())));
        changed.putAll(of(folder).files);
        return new FolderImage(changed);
    }

    /** The bytes as they are now, read one file after the other; files that vanish meanwhile are left out. */
    FolderImage inMemory() throws IOException {
        NavigableMap<SourcePath, ImageFile> copy = new TreeMap<>();
        for (Map.Entry<SourcePath, ImageFile> each : files.entrySet()) {
            try {
                copy.put(
                        each.getKey(),
                        each.getValue() instanceof OnDisk onDisk
                                ? new InMemory(each.getKey(), Files.readAllBytes(onDisk.file()))
                                : each.getValue());
            } catch (NoSuchFileException e) {
                // removed since the files were listed
            }
        }
        return new FolderImage(copy);
    }

    byte[] bytes(SourcePath path) throws IOException {
        ImageFile file = file(path).orElseThrow(() -> new IOException("no " + path));
        ByteBuffer buffer = ByteBuffer.allocate((int) file.size());
        ImageBytes.fill(file, buffer, 0);
        return buffer.array();
    }

    Stream<SourcePath> paths() {
        return files.keySet().stream();
    }

    @Override
    public Stream<ImageFile> files(ComponentId component) {
        return files.values().stream();
    }

    @Override
    public Optional<ImageFile> file(SourcePath path) {
        return Optional.ofNullable(files.get(path));
    }

    private record Known(ImageFile file, List<Span> unchanged) implements ImageFile {
        @Override
        public SourcePath path() {
            return file.path();
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws IOException {
            return file.read(buffer, at);
        }
    }

    private record OnDisk(SourcePath path, Path file) implements ImageFile {
        OnDisk(Path file) {
            this(SourcePath.of(file.toString()), file);
        }

        @Override
        public long size() {
            try {
                return Files.size(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws IOException {
            try (FileChannel channel = FileChannel.open(file)) {
                return channel.read(buffer, at);
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record InMemory(SourcePath path, byte[] bytes) implements ImageFile {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int read(ByteBuffer buffer, long at) {
            if (at >= bytes.length) {
                return -1;
            }
            int share = (int) Math.min(buffer.remaining(), bytes.length - at);
            buffer.put(bytes, (int) at, share);
            return share;
        }
    }
}
