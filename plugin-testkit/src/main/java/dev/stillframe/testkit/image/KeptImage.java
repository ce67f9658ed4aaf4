// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.image;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Grain;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An image in a folder in which everything lies below its real path, as a restore to that folder would leave it. */
public final class KeptImage implements BackupImage {
    private final Path folder;
    private final Map<ComponentId, TreeMap<SourcePath, Path>> files = new HashMap<>();

    KeptImage(Path folder) {
        this.folder = folder;
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** A file on this disk, as if it were of an image. */
    public static ImageFile copy(Path file) {
        return new KeptFile(SourcePath.of(file.toString()), file);
    }

    void copy(Component component, Grain grain) throws IOException {
        TreeMap<SourcePath, Path> kept = files.computeIfAbsent(component.id(), id -> new TreeMap<>());
        for (Path entry : SourceFiles.entries(component, grain)) {
            Path to = at(entry);
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(to);
                continue;
            }
            Files.createDirectories(to.getParent());
            try {
                Files.copy(entry, to, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.REPLACE_EXISTING);
            } catch (NoSuchFileException e) {
                continue; // removed while it was copied, as may happen with every live copy
            }
            if (Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)) {
                kept.put(SourcePath.of(entry.toString()), to);
            }
        }
    }

    void add(Gathered gathered) throws IOException {
        for (LateFile late : gathered.files()) {
            byte[] bytes = late.content() instanceof LateFile.CopyOf copy
                    ? Files.readAllBytes(SourceFiles.path(copy.file()))
                    : ((LateFile.Bytes) late.content()).bytes();
            if (late.place() instanceof LateFile.Place.At at) {
                Path to = at(SourceFiles.path(at.path()));
                Files.createDirectories(to.getParent());
                Files.write(to, bytes);
                files.computeIfAbsent(late.component(), id -> new TreeMap<>()).put(at.path(), to);
            }
        }
    }

    /** All regular files of a component. */
    public Collection<SourcePath> paths(ComponentId component) {
        return files.getOrDefault(component, new TreeMap<>()).keySet().stream().toList();
    }

    /** Where the copy of a file lies. */
    public Path at(Path original) {
        return folder.resolve(original.toAbsolutePath().toString().substring(1));
    }

    void remove(SourcePath path) throws IOException {
        Files.delete(at(SourceFiles.path(path)));
        files.values().forEach(each -> each.remove(path));
    }

    @Override
    public Stream<ImageFile> files(ComponentId component) {
        return files.getOrDefault(component, new TreeMap<>()).entrySet().stream()
                .map(entry -> new KeptFile(entry.getKey(), entry.getValue()));
    }

    @Override
    public Optional<ImageFile> file(SourcePath path) {
        return files.values().stream()
                .map(each -> each.get(path))
                .filter(Objects::nonNull)
                .findFirst()
                .map(copy -> new KeptFile(path, copy));
    }

    private record KeptFile(SourcePath path, Path copy) implements ImageFile {
        @Override
        public long size() {
            return copy.toFile().length();
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws IOException {
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.READ)) {
                return channel.read(buffer, at);
            }
        }
    }
}
