// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.local;

import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Body;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.Listed;
import dev.stillframe.store.backend.Properties;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder in restic's default layout, which restic uses at the same time: {@code config}, {@code keys/}, {@code locks/},
 * {@code snapshots/}, {@code index/} and {@code data/00/} to {@code data/ff/}. Source: restic's doc/design.rst,
 * "Repository Layout".
 */
public final class LocalBackend implements Backend {
    private static final Properties PROPERTIES = new Properties(true, 4, true);
    private static final int DATA_FOLDERS = 256;

    private final Path root;
    private final NewFiles newFiles;

    public LocalBackend(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.newFiles = new NewFiles(this.root);
    }

    @Override
    public String location() {
        return root.toString();
    }

    @Override
    public Properties properties() {
        return PROPERTIES;
    }

    @Override
    public void create() throws BackendException {
        try {
            Modes modes = Modes.of(root);
            modes.makeFolders(root);
            for (Kind kind : Kind.values()) {
                if (kind != Kind.CONFIG) {
                    modes.makeFolder(root.resolve(kind.folder()));
                }
            }
            Path data = root.resolve(Kind.DATA.folder());
            for (int i = 0; i < DATA_FOLDERS; i++) {
                modes.makeFolder(data.resolve(String.format("%02x", i)));
            }
            FolderSync.sync(data);
            FolderSync.sync(root);
        } catch (IOException e) {
            throw LocalErrors.of(e, root);
        }
    }

    @Override
    public List<Listed> list(Kind kind) throws BackendException {
        List<Listed> found = new ArrayList<>();
        Path place = root.resolve(kind.folder());
        try {
            if (kind == Kind.CONFIG) {
                add(found, Handle.CONFIG, place);
            } else if (kind == Kind.DATA) {
                for (Path folder : dataFolders(place)) {
                    addAll(found, kind, folder);
                }
            } else {
                addAll(found, kind, place);
            }
        } catch (DirectoryIteratorException e) {
            throw LocalErrors.of(e, place);
        } catch (IOException e) {
            throw LocalErrors.of(e, place);
        }
        return found;
    }

    @Override
    public long size(Handle handle) throws BackendException {
        Path file = path(handle);
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw LocalErrors.of(e, file);
        }
    }

    @Override
    public void read(Handle handle, long offset, ByteBuffer into) throws BackendException {
        Path file = path(handle);
        try (FileChannel channel = FileChannel.open(file)) {
            long at = offset;
            while (into.hasRemaining()) {
                int read = channel.read(into, at);
                if (read < 0) {
                    throw LocalErrors.tooShort(file, at, into.remaining());
                }
                at += read;
            }
        } catch (IOException e) {
            throw LocalErrors.of(e, file);
        }
    }

    @Override
    public byte[] readAll(Handle handle, int most) throws BackendException {
        long size = size(handle);
        if (size > most) {
            throw LocalErrors.tooLong(path(handle), size, most);
        }
        return read(handle, 0, (int) size);
    }

    @Override
    public void write(Handle handle, Body body) throws BackendException {
        newFiles.write(path(handle), body);
    }

    @Override
    public void remove(Handle handle) throws BackendException {
        Path file = path(handle);
        try {
            Files.deleteIfExists(file);
            if (handle.kind() != Kind.DATA && handle.kind() != Kind.LOCKS) {
                // what names packs must be gone before the packs are: the order has to outlive a loss of power
                FolderSync.sync(file.resolveSibling(""));
            }
        } catch (IOException e) {
            throw LocalErrors.of(e, file);
        }
    }

    @Override
    public List<String> sweep(Duration age) throws BackendException {
        try {
            List<Path> folders = new ArrayList<>(List.of(root));
            for (Kind kind : Kind.values()) {
                if (kind != Kind.CONFIG) {
                    folders.add(root.resolve(kind.folder()));
                }
            }
            folders.addAll(dataFolders(root.resolve(Kind.DATA.folder())));
            return Leftovers.sweep(root, folders, age);
        } catch (DirectoryIteratorException e) {
            throw LocalErrors.of(e, root);
        } catch (IOException e) {
            throw LocalErrors.of(e, root);
        }
    }

    @Override
    public void close() {}

    private Path path(Handle handle) {
        return root.resolve(handle.path());
    }

    private List<Path> dataFolders(Path data) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(data, "[0-9a-f][0-9a-f]")) {
            names.forEach(folders::add);
        } catch (NoSuchFileException e) {
            tolerate(e);
        }
        return folders;
    }

    /** The folder of a kind comes with its first file, if another program made the repository; not so the repository. */
    private void tolerate(NoSuchFileException missing) throws NoSuchFileException {
        if (!Files.isDirectory(root)) {
            throw missing;
        }
    }

    private void addAll(List<Listed> found, Kind kind, Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (Handle.isName(name)) {
                    add(found, new Handle(kind, name), file);
                }
            }
        } catch (NoSuchFileException e) {
            tolerate(e);
        }
    }

    private static void add(List<Listed> found, Handle handle, Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isRegularFile()) {
                found.add(new Listed(handle, attributes.size()));
            }
        } catch (NoSuchFileException gone) {
            // removed since its folder was read, or never there
        }
    }
}
