// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.SourcePath;
import dev.stillframe.guard.UndoSystem;
import dev.stillframe.platform.linux.FilesystemFreeze;
import dev.stillframe.platform.linux.ProcessSignal;
import java.io.IOException;

/** The system calls that undo, as the host makes them. */
record RealUndo() implements UndoSystem {
    @Override
    public void thawFilesystem(SourcePath mountPoint, long device) throws IOException {
        FilesystemFreeze.thaw(mountPoint);
    }

    @Override
    public void continueProcess(long pid, long startTicks) throws IOException {
        ProcessSignal.resume(pid, startTicks);
    }

    @Override
    public boolean runs(long pid, long startTicks) throws IOException {
        return ProcessSignal.runs(pid, startTicks);
    }

    @Override
    public void thawCgroup(SourcePath path) {
        throw new IllegalStateException("nobody holds a cgroup");
    }
}
