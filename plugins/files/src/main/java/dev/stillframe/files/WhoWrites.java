// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.OpenFiles.Access;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import java.util.List;

/** Everybody who has a file below these roots open for writing. */
record WhoWrites(WriterContext context, List<SourcePath> roots) implements ProcessSource {
    WhoWrites {
        roots = List.copyOf(roots);
    }

    @Override
    public List<HeldProcess> now() throws WriterException {
        OpenFiles open = context.openFiles(roots);
        if (!open.complete()) {
            throw new WriterException(
                    "files.hold-unseen",
                    "application " + context.application()
                            + " cannot be stopped: some processes could not be looked into, and may write its files",
                    Retry.DOES_NOT_HELP,
                    "run as root, outside of containers, or hold it by commands");
        }
        return open.holders().stream()
                .filter(holder -> holder.access() != Access.READ)
                .map(holder -> new HeldProcess(holder.pid(), holder.startTicks(), holder.command()))
                .distinct()
                .toList();
    }

    @Override
    public String cameBy() {
        return "opened a file for writing";
    }
}
