// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Processes;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.OpenFilesScan;
import dev.stillframe.snapshot.vss.VssProvider;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** What this host offers to the writer of one application. */
record HostContext(String application, Clock hostClock) implements WriterContext {
    @Override
    public InstantSource clock() {
        return hostClock;
    }

    @Override
    public List<NativeComponent> nativeComponents(UUID writer) throws WriterException {
        if (!VssProvider.here()) {
            return WriterContext.super.nativeComponents(writer);
        }
        try {
            return new VssProvider(hostClock).components(writer);
        } catch (SnapshotException e) {
            throw new WriterException(e.code(), String.valueOf(e.getMessage()), e.retry(), e.hint(), e);
        }
    }

    @Override
    public Processes processes() {
        return new HostProcesses();
    }

    @Override
    public OpenFiles openFiles(List<SourcePath> roots) throws WriterException {
        try {
            return OpenFilesScan.below(roots);
        } catch (IOException e) {
            throw new WriterException(
                    "host.open-files", "cannot see who has files open: " + e.getMessage(), Retry.UNKNOWN, "", e);
        }
    }
}
