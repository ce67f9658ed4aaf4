// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.StillframeException;
import dev.stillframe.platform.windows.RestoredFiles;
import dev.stillframe.snapshot.vss.SavedComponent;
import dev.stillframe.snapshot.vss.VssProvider;
import dev.stillframe.snapshot.vss.VssRestore;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A restore through VSS's writers. */
final class VssNativeRestore implements NativeRestore {
    /** A writer may recover a large database in its part. */
    private static final Duration LIMIT = Duration.ofHours(1);

    private final Clock clock;
    private final Map<String, SavedComponent> components;
    private final VssRestore restore;

    private VssNativeRestore(Clock clock, Map<String, SavedComponent> components, VssRestore restore) {
        this.clock = clock;
        this.components = components;
        this.restore = restore;
    }

    static NativeRestore open(VssProvider vss, Clock clock, String document, Map<String, Map<String, String>> evidences)
            throws StillframeException {
        Map<String, SavedComponent> components = new LinkedHashMap<>();
        evidences.forEach((name, evidence) ->
                SavedComponent.of(evidence).ifPresent(component -> components.put(name, component)));
        try {
            VssRestore restore = vss.restore(document, List.copyOf(components.values()), deadline(clock));
            return new VssNativeRestore(clock, components, restore);
        } catch (SnapshotException e) {
            throw told(e);
        }
    }

    @Override
    public Map<String, String> writers() {
        Map<String, String> writers = new LinkedHashMap<>();
        components.forEach((name, component) -> {
            String writer = restore.writers().get(component);
            if (writer != null) {
                writers.put(name, writer);
            }
        });
        return writers;
    }

    @Override
    public void before() throws StillframeException {
        try {
            restore.before(deadline(clock));
        } catch (SnapshotException e) {
            throw told(e);
        }
    }

    @Override
    public void after(Map<String, Outcome> files) throws StillframeException {
        Map<SavedComponent, RestoredFiles> told = new HashMap<>();
        components.forEach((name, component) -> told.put(component, told(files.getOrDefault(name, Outcome.FAILED))));
        try {
            restore.after(told, deadline(clock));
        } catch (SnapshotException e) {
            throw told(e);
        }
    }

    @Override
    public void giveUp(Outcome files) {
        restore.giveUp(told(files), deadline(clock));
    }

    @Override
    public void close() {
        restore.close();
    }

    private static RestoredFiles told(Outcome files) {
        return switch (files) {
            case NONE -> RestoredFiles.NONE;
            case ALL -> RestoredFiles.ALL;
            case FAILED -> RestoredFiles.FAILED;
        };
    }

    private static StillframeException told(SnapshotException e) {
        return new StillframeException(e.code(), String.valueOf(e.getMessage()), e.retry(), e.hint(), e);
    }

    private static Deadline deadline(Clock clock) {
        long end = clock.nanoTime() + LIMIT.toNanos();
        return () -> Duration.ofNanos(Math.max(0, end - clock.nanoTime()));
    }
}
