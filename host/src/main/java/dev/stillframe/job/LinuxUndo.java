// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.SourcePath;
import dev.stillframe.guard.UndoSystem;
import dev.stillframe.platform.linux.FilesystemFreeze;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.ProcessSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The guard's system calls on Linux. */
final class LinuxUndo implements UndoSystem {
    @Override
    public void thawFilesystem(SourcePath mountPoint, long device) throws IOException {
        if (LinuxFiles.metadata(mountPoint).device() == device) {
            FilesystemFreeze.thaw(mountPoint);
        }
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
    public void thawCgroup(SourcePath path) throws IOException {
        try {
            Files.writeString(Path.of(path.toString(), "cgroup.freeze"), "0", StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return; // a cgroup that is gone holds nobody
        }
    }
}
