// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Processes;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import dev.stillframe.clock.Clock;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** What this host offers to the writer of one application. */
record HostContext(HostSystem system, String application, Clock hostClock) implements WriterContext {
    @Override
    public InstantSource clock() {
        return hostClock;
    }

    @Override
    public List<NativeComponent> nativeComponents(UUID writer) throws WriterException {
        return system.nativeComponents(writer, hostClock);
    }

    @Override
    public Processes processes() {
        return system.processes();
    }

    @Override
    public OpenFiles openFiles(List<SourcePath> roots) throws WriterException {
        try {
            return system.openFiles(roots);
        } catch (IOException e) {
            throw new WriterException(
                    "host.open-files", "cannot see who has files open: " + e.getMessage(), Retry.UNKNOWN, "", e);
        }
    }
}
