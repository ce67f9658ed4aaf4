// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.linux.OpenFilesScan;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** What this host offers to the writer of one application. */
record HostContext(String application, Clock hostClock) implements WriterContext {
    @Override
    public InstantSource clock() {
        return hostClock;
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
