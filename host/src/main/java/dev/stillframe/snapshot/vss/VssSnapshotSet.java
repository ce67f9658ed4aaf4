// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.windows.Apartment;
import dev.stillframe.platform.windows.Shadow;
import dev.stillframe.platform.windows.VssLibrary;
import dev.stillframe.platform.windows.WindowsPath;
import dev.stillframe.platform.windows.WriterStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The shadow copies of one cycle, alive until {@link #close()}. */
final class VssSnapshotSet implements SnapshotSet {
    private final SnapshotRequest request;
    private final VssLibrary library;
    private final Clock clock;
    private final Map<String, Volume> volumes = new LinkedHashMap<>();
    private final String what;

    private volatile boolean givenUp;
    private volatile @Nullable Apartment apartment;
    private @Nullable Requester requester; // of the apartment's thread alone

    VssSnapshotSet(SnapshotRequest request, VssLibrary library, Clock clock) {
        this.request = request;
        this.library = library;
        this.clock = clock;
        request.sources()
                .forEach(
                        source -> volumes.put(WindowsPath.volume(source.volume().mountPoint()), source.volume()));
        what = String.join(", ", volumes.keySet());
    }

    /** What a step does on the apartment's thread. */
    private interface Step<T> {
        T run(Requester requester) throws IOException, SnapshotException, InterruptedException;
    }

    @Override
    public void prepare(Deadline deadline) throws SnapshotException {
        try {
            apartment = Apartment.enter(library);
            step(requester -> {
                requester.prepare(request.natives(), request.type(), List.copyOf(volumes.keySet()), deadline);
                return true;
            });
        } catch (IOException e) {
            throw VssErrors.of(what, e);
        }
    }

    @Override
    public Taken take(Deadline deadline) throws SnapshotException {
        return step(requester -> {
            Instant begun = clock.instant();
            Map<String, Shadow> shadows = requester.take(deadline);
            Instant ended = clock.instant();
            List<View> views = new ArrayList<>();
            shadows.forEach(
                    (name, shadow) -> views.add(new View.Mirror(mountPoint(name), WindowsPath.parse(shadow.device()))));
            return new Taken(views, begun, ended, List.of(), requester.outcomes());
        });
    }

    @Override
    public Map<Quiesce.Native, Map<String, String>> documents(Set<Quiesce.Native> sound, Deadline deadline)
            throws SnapshotException {
        return request.natives().isEmpty() ? Map.of() : step(requester -> requester.documents(sound));
    }

    @Override
    public void complete(Set<Quiesce.Native> stored, Deadline deadline) throws SnapshotException {
        List<WriterStatus> failed = step(requester -> requester.complete(stored, deadline));
        if (!failed.isEmpty()) {
            throw VssErrors.of(
                    "writer-complete",
                    failed.stream()
                            .map(each -> "the VSS writer " + each.name() + " " + each.describe())
                            .collect(Collectors.joining("; ")),
                    Retry.UNKNOWN,
                    "the backup is good, but the writer did not end it: see the application's event log");
        }
    }

    /** The step that runs is cancelled first; then the set is released in its apartment. */
    @Override
    public void abort() {
        givenUp = true;
        try {
            release();
        } catch (SnapshotException e) {
            return; // the object is gone all the same, and the shadow copies with it
        }
    }

    @Override
    public void close() throws SnapshotException {
        givenUp = true;
        try {
            release();
        } finally {
            Apartment entered = apartment;
            if (entered != null) {
                entered.close();
            }
        }
    }

    /** After a failure the set is given up at once: VSS allows nothing else with it, and others may be waiting. */
    private <T> T step(Step<T> step) throws SnapshotException {
        Apartment entered = apartment;
        if (entered == null) {
            throw new IllegalStateException("not prepared");
        }
        try {
            return entered.call(() -> onThread(step));
        } catch (Carried e) {
            throw e.carried;
        } catch (IOException e) {
            throw VssErrors.of(what, e);
        }
    }

    private <T> T onThread(Step<T> step) throws IOException {
        if (givenUp) {
            throw new Carried(VssErrors.of("aborted", what + ": the shadow copies were given up", Retry.HELPS, ""));
        }
        boolean done = false;
        try {
            Requester known = requester;
            if (known == null) {
                known = new Requester(library.create(), clock, () -> givenUp);
                requester = known;
            }
            T result = step.run(known);
            done = true;
            return result;
        } catch (SnapshotException e) {
            throw new Carried(e);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        } finally {
            if (!done) {
                releaseQuietly();
            }
        }
    }

    private void release() throws SnapshotException {
        Apartment entered = apartment;
        if (entered == null) {
            return;
        }
        try {
            entered.call(() -> {
                Requester known = requester;
                requester = null;
                if (known != null) {
                    known.close();
                }
                return true;
            });
        } catch (IOException e) {
            throw VssErrors.of(what, e);
        }
    }

    private void releaseQuietly() {
        Requester known = requester;
        requester = null;
        givenUp = true;
        if (known != null) {
            try {
                known.close();
            } catch (IOException e) {
                return; // what failed first is what counts; the object is released
            }
        }
    }

    private SourcePath mountPoint(String name) {
        Volume volume = volumes.get(name);
        if (volume == null) {
            throw new IllegalStateException("a shadow copy of " + name + " that nobody asked for");
        }
        return volume.mountPoint();
    }

    /** Brings a failure of the contract out of the apartment. */
    private static final class Carried extends IOException {
        private static final long serialVersionUID = 1L;

        private final SnapshotException carried;

        Carried(SnapshotException carried) {
            super(carried.getMessage(), carried);
            this.carried = carried;
        }
    }
}
