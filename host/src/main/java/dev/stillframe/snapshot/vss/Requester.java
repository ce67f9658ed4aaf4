// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.windows.BackupComponents;
import dev.stillframe.platform.windows.ComException;
import dev.stillframe.platform.windows.HResult;
import dev.stillframe.platform.windows.Shadow;
import dev.stillframe.platform.windows.VssAsync;
import dev.stillframe.platform.windows.VssBackupType;
import dev.stillframe.platform.windows.VssWriter;
import dev.stillframe.platform.windows.WriterStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One backup as VSS wants it from a requester, see "Overview of Processing a Backup Under VSS" in the Windows
 * documentation. One object serves one backup; the shadow copies live as long as it does. Confined to the thread of its
 * apartment.
 */
final class Requester implements AutoCloseable {
    /** How long to wait before asking again while another requester's set is being made. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final BackupComponents components;
    private final Clock clock;
    private final BooleanSupplier givenUp;

    private NativeHolds holds = new NativeHolds();
    private final Map<String, UUID> shadows = new LinkedHashMap<>();
    private final Map<Quiesce.Native, Boolean> told = new LinkedHashMap<>();
    private @Nullable UUID set;
    private boolean initialized;
    private boolean ended;

    Requester(BackupComponents components, Clock clock, BooleanSupplier givenUp) {
        this.components = components;
        this.clock = clock;
        this.givenUp = givenUp;
    }

    /** Makes it a requester of auto-releasing shadow copies; enough to ask about volumes. */
    void initialize() throws ComException {
        components.initializeForBackup();
        initialized = true;
        components.setContext();
    }

    boolean supports(String volume) throws ComException {
        return components.isVolumeSupported(volume);
    }

    /** What all VSS writers offer, without a backup. */
    List<VssWriter> inspect(Deadline deadline) throws IOException {
        initialize();
        components.setBackupState(VssBackupType.COPY);
        end(components.gatherWriterMetadata(), deadline);
        return components.writers();
    }

    /** Everything before the instant: writers bound, volumes in the set, writers prepared. */
    void prepare(List<Quiesce.Native> natives, BackupType type, List<String> volumes, Deadline deadline)
            throws IOException, SnapshotException, InterruptedException {
        initialize();
        components.setBackupState(type(type));
        end(components.gatherWriterMetadata(), deadline);
        holds = NativeHolds.bind(natives, components.writers());
        for (NativeHolds.Bound bound : holds.bound().values()) {
            components.addComponent(bound.writer(), bound.component());
        }
        set = start(deadline);
        for (String volume : volumes) {
            shadows.put(volume, components.addToSnapshotSet(volume));
        }
        end(components.prepareForBackup(), deadline);
        holds.heard("PrepareForBackup", status(deadline));
    }

    /**
     * The instant. A writer that fails costs its components their hold, not the shadow copies.
     *
     * @return by volume
     */
    Map<String, Shadow> take(Deadline deadline) throws IOException {
        end(components.doSnapshotSet(), deadline);
        holds.heard("DoSnapshotSet", status(deadline));
        Map<String, Shadow> taken = new LinkedHashMap<>();
        for (Map.Entry<String, UUID> shadow : shadows.entrySet()) {
            taken.put(shadow.getKey(), components.snapshot(shadow.getValue()));
        }
        return taken;
    }

    Map<Quiesce.Native, Thaw> outcomes() {
        UUID id = set;
        if (id == null) {
            throw new IllegalStateException("not prepared");
        }
        return holds.outcomes(id);
    }

    /**
     * Tells each writer of each component whether it was checked and stored, then that the backup is over. Truncating
     * logs and the like follows from this and from nothing else.
     *
     * @return the writers that failed at it
     */
    List<WriterStatus> complete(Set<Quiesce.Native> stored, Deadline deadline) throws IOException {
        tell(stored);
        end(components.backupComplete(), deadline);
        ended = true;
        return status(deadline).stream()
                .filter(each -> !each.good())
                .filter(each -> holds.bound().values().stream()
                        .anyMatch(bound -> bound.writer().instance().equals(each.instance())))
                .toList();
    }

    /**
     * What a restore through the writers will begin with, by component. It says of each whether it is good: no writer
     * learns of that before {@link #complete}.
     */
    Map<Quiesce.Native, Map<String, String>> documents(Set<Quiesce.Native> sound) throws ComException {
        tell(sound);
        String document = components.saveAsXml();
        Map<Quiesce.Native, Map<String, String>> documents = new LinkedHashMap<>();
        holds.bound()
                .forEach((one, found) -> documents.put(
                        one,
                        Map.of(
                                SavedComponent.DOCUMENT,
                                document,
                                SavedComponent.WRITER_DOCUMENT,
                                found.writer().document())));
        return documents;
    }

    /** Once for each component, and again only where it is no longer true. */
    private void tell(Set<Quiesce.Native> good) throws ComException {
        for (Map.Entry<Quiesce.Native, NativeHolds.Bound> one : holds.bound().entrySet()) {
            boolean succeeded = good.contains(one.getKey()) && holds.holds(one.getKey());
            if (!Boolean.valueOf(succeeded).equals(told.put(one.getKey(), succeeded))) {
                components.setBackupSucceeded(
                        one.getValue().writer(), one.getValue().component(), succeeded);
            }
        }
    }

    /** Aborts unless it is over, and lets the shadow copies go. May be called twice. */
    @Override
    public void close() throws ComException {
        try {
            if (initialized && !ended) {
                ended = true;
                components.abortBackup();
            }
        } finally {
            components.close();
        }
    }

    /** Waits as long as another requester's set is being made: there can be only one on a system. */
    private UUID start(Deadline deadline) throws ComException, InterruptedException {
        while (true) {
            try {
                return components.startSnapshotSet();
            } catch (ComException e) {
                boolean inProgress = e.code() == HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS.code();
                if (!inProgress || deadline.passed() || givenUp.getAsBoolean()) {
                    throw e;
                }
                clock.sleep(PAUSE);
            }
        }
    }

    private List<WriterStatus> status(Deadline deadline) throws IOException {
        end(components.gatherWriterStatus(), deadline);
        return new ArrayList<>(components.writerStatus());
    }

    private void end(VssAsync operation, Deadline deadline) throws ComException {
        try (operation) {
            operation.await(deadline, givenUp);
        }
    }

    private static VssBackupType type(BackupType type) {
        return switch (type) {
            case COPY -> VssBackupType.COPY;
            case FULL -> VssBackupType.FULL;
            case DIFFERENTIAL -> VssBackupType.DIFFERENTIAL;
            case INCREMENTAL -> VssBackupType.INCREMENTAL;
            case LOG -> VssBackupType.LOG;
        };
    }
}
