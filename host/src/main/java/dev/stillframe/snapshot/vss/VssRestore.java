// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Retry;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.platform.windows.Apartment;
import dev.stillframe.platform.windows.BackupComponents;
import dev.stillframe.platform.windows.ComException;
import dev.stillframe.platform.windows.RestoredFiles;
import dev.stillframe.platform.windows.VssAsync;
import dev.stillframe.platform.windows.VssLibrary;
import dev.stillframe.platform.windows.VssWriter;
import dev.stillframe.platform.windows.WriterStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One restore of components through their VSS writers, as "Overview of Processing a Restore Under VSS" in the Windows
 * documentation wants it: writers found, components selected, the writers prepared; then the files, which somebody else
 * brings back; then each writer learns what became of them. Nothing is completed or aborted in a restore: the object is
 * released. Calls come one after the other, from any thread.
 */
public final class VssRestore implements AutoCloseable {
    private static final String WHAT = "the restore through VSS";

    private final Apartment apartment;
    private final BackupComponents components; // of the apartment's thread alone
    private final Map<SavedComponent, String> writers = new LinkedHashMap<>();
    private boolean prepared;

    private VssRestore(Apartment apartment, BackupComponents components) {
        this.apartment = apartment;
        this.components = components;
    }

    /**
     * Begins, and looks which writers are there. Changes nothing.
     *
     * @param document that was kept with the backup
     * @param wanted components of that backup; those whose writer is not running stay out, see {@link #writers}
     */
    static VssRestore open(VssLibrary library, String document, List<SavedComponent> wanted, Deadline deadline)
            throws SnapshotException {
        @Nullable VssRestore restore = null;
        try {
            Apartment apartment = Apartment.enter(library);
            try {
                VssRestore made = new VssRestore(apartment, apartment.call(library::create));
                restore = made;
                apartment.call(() -> {
                    made.find(document, wanted, deadline);
                    return true;
                });
                return made;
            } catch (IOException e) {
                if (restore == null) {
                    apartment.close();
                } else {
                    restore.close();
                }
                throw e;
            }
        } catch (IOException e) {
            throw VssErrors.of(WHAT, e);
        }
    }

    private void find(String document, List<SavedComponent> wanted, Deadline deadline) throws IOException {
        components.initializeForRestore(document);
        end(components.gatherWriterMetadata(), deadline);
        Map<UUID, String> running = new LinkedHashMap<>();
        for (VssWriter writer : components.writers()) {
            running.putIfAbsent(writer.id(), writer.name());
        }
        for (SavedComponent each : wanted) {
            String name = running.get(each.writer());
            if (name != null) {
                writers.put(each, name);
            }
        }
    }

    /** The components whose writers take part, with the names of these. */
    public Map<SavedComponent, String> writers() {
        return Map.copyOf(writers);
    }

    /**
     * Prepares the writers for their files being replaced. After a failure they learn that nothing was restored.
     *
     * @throws SnapshotException if one of them cannot: nothing may be replaced
     */
    public void before(Deadline deadline) throws SnapshotException {
        if (writers.isEmpty()) {
            return;
        }
        boolean ready = false;
        try {
            call(() -> {
                for (SavedComponent each : writers.keySet()) {
                    components.setSelectedForRestore(each.writer(), each.type(), each.logicalPath(), each.name());
                }
                VssAsync preparing = components.preRestore();
                prepared = true; // from now on somebody may wait for the end
                end(preparing, deadline);
                return true;
            });
            refuse("before-restore", status(deadline), "nothing was restored");
            ready = true;
        } finally {
            if (!ready) {
                giveUp(RestoredFiles.NONE, deadline);
            }
        }
    }

    /**
     * Tells each writer what became of its files, which it then recovers.
     *
     * @param files of every component that takes part; what is not named failed
     * @throws SnapshotException if a writer could not finish
     */
    public void after(Map<SavedComponent, RestoredFiles> files, Deadline deadline) throws SnapshotException {
        if (!prepared) {
            return;
        }
        prepared = false;
        Optional<ComException> untold = call(() -> {
            Optional<ComException> failure = tell(files);
            end(components.postRestore(), deadline); // also then: no writer may wait for ever
            return failure;
        });
        if (untold.isPresent()) {
            throw VssErrors.of(WHAT, untold.get());
        }
        refuse("after-restore", status(deadline), "the files are there, but the application did not take them");
    }

    /** Tells all of them, and returns the first failure. */
    private Optional<ComException> tell(Map<SavedComponent, RestoredFiles> files) {
        Optional<ComException> first = Optional.empty();
        for (SavedComponent each : writers.keySet()) {
            RestoredFiles one = files.getOrDefault(each, RestoredFiles.FAILED);
            try {
                components.setFileRestoreStatus(each.writer(), each.type(), each.logicalPath(), each.name(), one);
            } catch (ComException e) {
                first = first.or(() -> Optional.of(e));
            }
        }
        return first;
    }

    /** Ends a restore that cannot go on: the writers that were prepared must not wait for ever. */
    public void giveUp(RestoredFiles files, Deadline deadline) {
        try {
            after(writers.keySet().stream().collect(Collectors.toMap(each -> each, each -> files)), deadline);
        } catch (SnapshotException e) {
            return; // what failed first is what counts
        }
    }

    /** May be called twice. */
    @Override
    public void close() {
        try {
            apartment.call(() -> {
                components.close();
                return true;
            });
        } catch (IOException e) {
            return; // closed before
        } finally {
            apartment.close();
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T call(Work<T> work) throws SnapshotException {
        try {
            return apartment.call(work::run);
        } catch (IOException e) {
            throw VssErrors.of(WHAT, e);
        }
    }

    private List<WriterStatus> status(Deadline deadline) throws SnapshotException {
        return call(() -> {
            end(components.gatherWriterStatus(), deadline);
            return components.writerStatus();
        });
    }

    /** A writer that reports nothing did not do its part. */
    private void refuse(String word, List<WriterStatus> statuses, String hint) throws SnapshotException {
        List<String> failed = new ArrayList<>();
        writers.forEach((component, name) -> {
            List<WriterStatus> own = statuses.stream()
                    .filter(status -> status.id().equals(component.writer()))
                    .toList();
            own.stream()
                    .filter(status -> !status.good())
                    .forEach(status -> failed.add("the VSS writer " + name + " " + status.describe()));
            if (own.isEmpty()) {
                failed.add("the VSS writer " + name + " reported nothing");
            }
        });
        if (!failed.isEmpty()) {
            throw VssErrors.of(
                    word,
                    failed.stream().distinct().collect(Collectors.joining("; ")),
                    Retry.UNKNOWN,
                    hint + "; see the application's event log");
        }
    }

    private static void end(VssAsync operation, Deadline deadline) throws IOException {
        try (operation) {
            operation.await(deadline, () -> false);
        }
    }
}
