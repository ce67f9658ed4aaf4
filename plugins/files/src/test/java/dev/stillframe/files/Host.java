// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Processes;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The host's side, for one application named uploads. */
final class Host implements WriterContext, Cycle, Guard {
    final List<ThawAction> armed = new ArrayList<>();
    OpenFiles open = new OpenFiles(List.of(), true);

    /** What is really there. */
    boolean live;

    static Deadline in(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return () -> Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    static Deadline later() {
        return in(Duration.ofMinutes(1));
    }

    @Override
    public String application() {
        return "uploads";
    }

    @Override
    public InstantSource clock() {
        return InstantSource.fixed(Instant.EPOCH);
    }

    @Override
    public OpenFiles openFiles(List<SourcePath> roots) {
        return live ? LiveProcesses.writing(roots) : open;
    }

    @Override
    public Processes processes() {
        return new LiveProcesses();
    }

    @Override
    public String id() {
        return "c1";
    }

    @Override
    public BackupType type() {
        return BackupType.COPY;
    }

    @Override
    public Map<ComponentId, Grain> grains() {
        return Map.of(FilesWriter.COMPONENT, Grain.ATOMIC);
    }

    @Override
    public Guard guard() {
        return this;
    }

    @Override
    public void arm(ThawAction action) {
        armed.add(action);
    }
}
