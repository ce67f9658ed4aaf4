// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import dev.stillframe.platform.OperatingSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The folder that everything is restored below.
 *
 * @param continued whether it holds a part of the same backup, whose restore was interrupted
 */
record RestoreTarget(TargetFolder folder, boolean continued) implements AutoCloseable {
    private static final byte[] LOST_AND_FOUND = "lost+found".getBytes(StandardCharsets.US_ASCII);

    /**
     * Opens it, after making it if it is missing. Links on the way to it are the operator's and are followed, once. What an
     * interrupted restore of the same backup left there may be there.
     *
     * @param backup names what is to be restored
     */
    static RestoreTarget open(Path target, boolean intoNonEmpty, String backup) throws StillframeException {
        try {
            if (!aboveDrives(target)) {
                Files.createDirectories(target);
            }
            TargetFolder folder = opened(target);
            try {
                Optional<String> interrupted = RestoreMarker.read(folder);
                boolean continued = interrupted.map(backup::equals).orElse(false);
                if (!intoNonEmpty && !continued) {
                    checkEmpty(folder, target, interrupted);
                }
                return new RestoreTarget(folder, continued);
            } catch (TargetException | StillframeException e) {
                folder.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed(e, target);
        }
    }

    private static void checkEmpty(TargetFolder folder, Path target, Optional<String> interrupted)
            throws TargetException, StillframeException {
        if (interrupted.isPresent()) {
            throw new StillframeException(
                    "restore.interrupted",
                    target + ": holds a part of backup " + interrupted.get() + ", whose restore was interrupted",
                    Retry.DOES_NOT_HELP,
                    "restore " + interrupted.get() + " again to go on with it, or replace it with --overwrite");
        }
        for (byte[] name : folder.list()) {
            boolean emptyMarker = Arrays.equals(name, RestoreMarker.NAME); // else it would have been read
            if (!emptyMarker && !Arrays.equals(name, LOST_AND_FOUND)) {
                throw new StillframeException(
                        "restore.not-empty",
                        target + ": is not empty",
                        Retry.DOES_NOT_HELP,
                        "choose an empty folder, or replace what is there with --overwrite");
            }
        }
    }

    /** Notes that a restore begins, before anything is restored: until {@link #finished} it can be gone on with. */
    void begun(String backup) throws TargetException {
        if (!continued) {
            try {
                RestoreMarker.remove(folder);
            } catch (TargetException e) {
                if (!e.vanished()) {
                    throw e;
                }
            }
            RestoreMarker.write(folder, backup);
        }
    }

    /** Everything is there. */
    void finished() throws TargetException {
        RestoreMarker.remove(folder);
    }

    @Override
    public void close() {
        folder.close();
    }

    private static boolean aboveDrives(Path target) {
        return OperatingSystem.isWindows() && AllDrives.is(target);
    }

    private static TargetFolder opened(Path target) throws IOException {
        if (aboveDrives(target)) {
            return AllDrives.open();
        }
        return OperatingSystem.isWindows() ? WindowsTargetFolder.open(target) : LinuxTargetFolder.open(target);
    }

    static StillframeException failed(IOException e, Path target) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof TargetException failure && failure.is(TargetException.Reason.FULL)) {
            return new StillframeException(
                    "restore.full", message, Retry.DOES_NOT_HELP, "make room or choose another target", e);
        }
        if (message.contains("Read-only file system")
                || (e instanceof TargetException l && l.is(TargetException.Reason.READ_ONLY))) {
            return new StillframeException(
                    "restore.read-only",
                    target + ": the filesystem is mounted read-only",
                    Retry.DOES_NOT_HELP,
                    "mount it for writing",
                    e);
        }
        if (e instanceof AccessDeniedException
                || (e instanceof TargetException l && l.is(TargetException.Reason.DENIED))) {
            return new StillframeException(
                    "restore.denied",
                    target + ": permission denied",
                    Retry.DOES_NOT_HELP,
                    "run as a user that may write there",
                    e);
        }
        return new StillframeException(
                "restore.failed", target + ": cannot be restored to: " + message, Retry.UNKNOWN, "", e);
    }
}
