// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.local;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Body;
import dev.stillframe.store.backend.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file under a temporary name beside its own, makes it durable, and gives it its name by link(2), which never
 * replaces a file. The temporary names are restic's, {@code NAME-tmp-NUMBER}: its listings ignore them too.
 */
final class NewFiles {
    static final String TEMPORARY = "-tmp-";

    private static final int BUFFER = 1 << 17;

    private final Path root;

    NewFiles(Path root) {
        this.root = root;
    }

    void write(Path file, Body body) throws BackendException {
        try {
            Modes modes = Modes.of(root);
            Path temporary = temporaryFor(file);
            try {
                copy(body, temporary, modes);
                modes.protect(temporary);
                name(temporary, file);
            } finally {
                Files.deleteIfExists(temporary);
            }
            FolderSync.sync(file.resolveSibling(""));
        } catch (IOException e) {
            throw LocalErrors.of(e, file);
        }
    }

    private static Path temporaryFor(Path file) {
        String number = Long.toUnsignedString(ThreadLocalRandom.current().nextLong());
        return file.resolveSibling(file.getFileName() + TEMPORARY + number);
    }

    private void copy(Body body, Path temporary, Modes modes) throws IOException {
        try (FileChannel out = create(temporary, modes);
                InputStream in = body.open()) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(1, Math.min(BUFFER, body.size())));
            long written = 0;
            for (int read = in.read(buffer.array()); read >= 0; read = in.read(buffer.array())) {
                buffer.limit(read).position(0);
                while (buffer.hasRemaining()) {
                    written += out.write(buffer);
                }
            }
            if (written != body.size()) {
                throw new IllegalStateException(
                        "a body of " + body.size() + " bytes came as " + written + ": " + temporary);
            }
            out.force(true);
        }
    }

    /** The folder of a data file may have to be made: another program makes them when they are first needed. */
    private FileChannel create(Path temporary, Modes modes) throws IOException {
        try {
            return modes.createFile(temporary);
        } catch (NoSuchFileException e) {
            Path folder = temporary.resolveSibling("");
            if (!Files.isDirectory(root) || folder.equals(root)) {
                throw e; // its disk is not mounted: nothing is made in its place
            }
            modes.makeFolders(folder);
            FolderSync.sync(folder.resolveSibling(""));
            return modes.createFile(temporary);
        }
    }

    private static void name(Path temporary, Path file) throws IOException {
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isSameFile(file, temporary)) { // it is after a repeated request on NFS, see link(2), BUGS
                throw exists(file, e);
            }
        } catch (UnsupportedOperationException | FileSystemException e) {
            if (!Files.exists(temporary)) {
                throw e instanceof IOException io ? io : new IOException(e);
            }
            rename(temporary, file); // a filesystem without hard links: FAT, some network mounts
        }
    }

    private static void rename(Path temporary, Path file) throws IOException {
        if (Files.exists(file)) {
            throw exists(file, null);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static BackendException exists(Path file, @Nullable Throwable cause) {
        return new BackendException(
                Failure.EXISTS, new Problem("store.exists", file + ": exists already", Retry.DOES_NOT_HELP, ""), cause);
    }
}
