// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Grain;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps a backup as a folder in which everything lies below its real path, as a restore to that folder would leave it. */
final class TestStore implements BackupImage {
    private final Path folder;

    TestStore(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** Where a file that was backed up lies now. */
    Path at(Path original) {
        return folder.resolve(original.toString().substring(1));
    }

    /** Where a late file beside the image lies. */
    Path beside(String name) {
        return folder.resolve(".stillframe/orders/cluster").resolve(name);
    }

    /** Copies what is taken at a grain, file by file, while it changes. */
    void copy(Inventory inventory, Grain grain) throws IOException {
        for (FileSet set : inventory.components().get(0).files()) {
            if (set.takenAt().contains(grain)) {
                copy(set);
            }
        }
    }

    void add(Gathered gathered) throws IOException {
        for (LateFile late : gathered.files()) {
            Path to;
            if (late.place() instanceof LateFile.Place.At at) {
                to = at(path(at.path()));
                makeParents(path(at.path()));
            } else {
                to = beside(((LateFile.Place.Beside) late.place()).name());
                Files.createDirectories(to.getParent());
            }
            if (late.content() instanceof LateFile.CopyOf copy) {
                Files.copy(path(copy.file()), to, StandardCopyOption.REPLACE_EXISTING);
                boolean asItself = !(late.place() instanceof LateFile.Place.At at)
                        || at.like().isEmpty();
                own(
                        path(
                                asItself
                                        ? copy.file()
                                        : ((LateFile.Place.At) late.place())
                                                .like()
                                                .orElseThrow()),
                        to);
            } else {
                Files.write(to, ((LateFile.Bytes) late.content()).bytes());
                if (late.place() instanceof LateFile.Place.At at) {
                    own(path(at.like().orElseThrow()), to);
                    Files.setAttribute(to, "unix:mode", mode(path(at.like().get())) & 0666);
                }
            }
        }
    }

    @Override
    public Stream<ImageFile> files(ComponentId component) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                            && !file.startsWith(folder.resolve(".stillframe")))
                    .map(this::file)
                    .sorted((a, b) -> a.path().compareTo(b.path()))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<ImageFile> file(SourcePath path) {
        Path file = at(path(path));
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(file(file)) : Optional.empty();
    }

    private ImageFile file(Path file) {
        return new ImageFile() {
            @Override
            public SourcePath path() {
                return SourcePath.of("/" + folder.relativize(file));
            }

            @Override
            public long size() {
                return file.toFile().length();
            }

            @Override
            public int read(ByteBuffer buffer, long at) throws IOException {
                try (FileChannel channel = FileChannel.open(file)) {
                    return channel.read(buffer, at);
                }
            }
        };
    }

    private void copy(FileSet set) throws IOException {
        Path root = path(set.root());
        List<PathMatcher> include = matchers(root, set.include());
        List<PathMatcher> exclude = matchers(root, set.exclude());
        makeParents(root);
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes) throws IOException {
                boolean top = source.equals(root);
                if (!top && (matches(exclude, source) || (source.getParent().equals(root) && !wanted(source)))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(at(source));
                own(source, at(source));
                Files.setAttribute(at(source), "unix:mode", mode(source));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
                if (!matches(exclude, source) && (!source.getParent().equals(root) || wanted(source))) {
                    try {
                        Files.copy(
                                source,
                                at(source),
                                LinkOption.NOFOLLOW_LINKS,
                                StandardCopyOption.COPY_ATTRIBUTES,
                                StandardCopyOption.REPLACE_EXISTING);
                        own(source, at(source));
                    } catch (NoSuchFileException e) {
                        Files.deleteIfExists(at(source)); // dropped while it was copied
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path source, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            private boolean wanted(Path source) {
                return include.isEmpty() || matches(include, source);
            }
        });
    }

    /** Copies a folder with everything in it. */
    static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private void makeParents(Path original) throws IOException {
        Files.createDirectories(at(original).getParent());
    }

    private static List<PathMatcher> matchers(Path root, List<String> patterns) {
        return patterns.stream()
                .flatMap(pattern -> pattern.startsWith("**/")
                        ? Stream.of(pattern, pattern.substring("**/".length()))
                        : Stream.of(pattern))
                .map(pattern -> {
                    PathMatcher matcher = root.getFileSystem().getPathMatcher("glob:" + pattern);
                    return (PathMatcher) path -> matcher.matches(root.relativize(path));
                })
                .toList();
    }

    private static boolean matches(List<PathMatcher> matchers, Path path) {
        return matchers.stream().anyMatch(matcher -> matcher.matches(path));
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }

    private static void own(Path source, Path copy) throws IOException {
        for (String id : List.of("unix:uid", "unix:gid")) {
            Object wanted = Files.getAttribute(source, id, LinkOption.NOFOLLOW_LINKS);
            if (!wanted.equals(Files.getAttribute(copy, id, LinkOption.NOFOLLOW_LINKS))) {
                Files.setAttribute(copy, id, wanted, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private static Path path(SourcePath path) {
        return Path.of(path.toString());
    }
}
