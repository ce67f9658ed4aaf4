// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.SourcePath;
import dev.stillframe.guard.UndoSystem;

/** A system that only rehearses: nothing is undone. */
record ExtraSystem() implements UndoSystem {
    @Override
    public void thawFilesystem(SourcePath mountPoint, long device) {}

    @Override
    public void continueProcess(long pid, long startTicks) {}

    @Override
    public boolean runs(long pid, long startTicks) {
        return false;
    }

    @Override
    public void thawCgroup(SourcePath path) {}
}
