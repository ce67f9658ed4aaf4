// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.ThawAction;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/** Runs one emergency action. */
final class ActionRunner {
    private static final Redirect NOWHERE = Redirect.to(new File("/dev/null"));

    private final UndoSystem system;

    ActionRunner(UndoSystem system) {
        this.system = system;
    }

    void run(ThawAction action) throws IOException, InterruptedException {
        if (action instanceof ThawAction.ThawFilesystem thaw) {
            system.thawFilesystem(thaw.mountPoint(), thaw.device());
        } else if (action instanceof ThawAction.ContinueProcess stopped) {
            system.continueProcess(stopped.pid(), stopped.startTicks());
        } else if (action instanceof ThawAction.ThawCgroup frozen) {
            system.thawCgroup(frozen.path());
        } else if (action instanceof ThawAction.Run run) {
            command(run);
        }
        // EndWriterProcess: writers live in this process. Abort came before; if it hangs, the guard's process does it
    }

    private static void command(ThawAction.Run run) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(run.command())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(NOWHERE)
                .redirectError(NOWHERE)
                .start();
        try {
            if (!process.waitFor(run.limit().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("it did not end within " + run.limit().toMillis() + " ms and was killed");
            }
            if (process.exitValue() != 0) {
                throw new IOException("it ended with " + process.exitValue());
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
