// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where a host keeps what it remembers. Immutable; any thread.
 *
 * <p>Native libraries unpack themselves somewhere: those of SQLite, JNA and zstd are told to use {@link #temporary()},
 * which no job freezes, as long as none of them was loaded before {@link #prepare}.
 */
public final class StateDirectory {
    private final Path root;

    private StateDirectory(Path root) {
        this.root = root;
    }

    /** @param root absolute; need not exist yet, and is not looked at */
    public static StateDirectory at(Path root) {
        return new StateDirectory(root);
    }

    /**
     * Makes the folder, for this user only, with what belongs into it. What exists stays as it is.
     *
     * @return this
     * @throws StillframeException {@code state.unwritable} if that cannot be done
     */
    public StateDirectory prepare() throws StillframeException {
        try {
            Files.createDirectories(root, onlyForUs());
            Files.createDirectories(temporary(), onlyForUs());
            Files.delete(Files.createTempFile(temporary(), "writable", ""));
        } catch (IOException e) {
            throw new StillframeException(
                    "state.unwritable",
                    "the state directory " + root + " cannot be used: " + reason(e),
                    Retry.DOES_NOT_HELP,
                    "run as a user who may write there, or set state-directory to another folder",
                    e);
        }
        String temporary = temporary().toString();
        System.setProperty("org.sqlite.tmpdir", temporary);
        System.setProperty("jna.tmpdir", temporary);
        System.setProperty("ZstdTempFolder", temporary);
        return this;
    }

    /** Whether it was ever prepared. */
    public boolean exists() {
        return Files.isDirectory(root);
    }

    public Path folder() {
        return root;
    }

    public Path catalog() {
        return root.resolve("catalog.db");
    }

    public Path log() {
        return root.resolve("stillframe.log");
    }

    /** For files that nobody misses after the process has ended. */
    public Path temporary() {
        return root.resolve("tmp");
    }

    /**
     * Becomes the one process that may run cycles and recover, and makes the folder if need be. The right ends when it
     * is closed or the process ends, whatever ends it.
     *
     * @param purpose what for, so that a second process can be told, for example {@code job shop}
     * @throws StillframeException {@code state.busy} if another process, or this one, has it; {@code state.unwritable}
     */
    public Occupied occupy(String purpose) throws StillframeException {
        return StateLock.take(prepare().root, purpose);
    }

    /** The right to run cycles and recover, until it is closed. Any thread. */
    public interface Occupied extends AutoCloseable {
        /**
         * Says what this installation's snapshots are owned by: at most 32 letters, digits and hyphens, the same for the
         * state directory's whole life, and different from that of every other state directory.
         *
         * @param host the host's name, of which the installation's is made when it is asked for first
         * @throws StillframeException {@code state.installation} if what is kept is no name; {@code state.unwritable}
         */
        String installation(String host) throws StillframeException;

        /** Lets another process in. May be called twice. */
        @Override
        void close();
    }

    private static FileAttribute<?>[] onlyForUs() {
        return java.nio.file.FileSystems.getDefault()
                        .supportedFileAttributeViews()
                        .contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    static String reason(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof java.nio.file.FileAlreadyExistsException) {
            return "a file is in the way";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
