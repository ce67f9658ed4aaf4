// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.OpenFiles.Access;
import dev.stillframe.api.OpenFiles.Holder;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tells who has files open for writing: whose work is in the middle of something when the snapshot is taken. */
final class OpenForWriting {
    private static final int NAMED = 5;

    private final WriterContext context;

    OpenForWriting(WriterContext context) {
        this.context = context;
    }

    List<Notice> notices(List<SourcePath> roots) {
        List<Notice> notices = new ArrayList<>();
        try {
            OpenFiles open = context.openFiles(roots);
            List<Holder> writing = open.holders().stream()
                    .filter(holder -> holder.access() != Access.READ)
                    .toList();
            if (!writing.isEmpty()) {
                notices.add(new Notice(
                        "files.open", text(writing), "stop them while the snapshot is taken: freeze-command"));
            }
            if (!open.complete()) {
                notices.add(new Notice(
                        "files.open-unseen",
                        "some processes could not be looked into, so who has files open is not fully known",
                        "as root more can be seen, but not the processes of another container"));
            }
        } catch (WriterException e) {
            notices.add(new Notice(
                    "files.open-unknown", "who has files open cannot be found out: " + e.getMessage(), e.hint()));
        }
        return notices;
    }

    private static String text(List<Holder> writing) {
        String named = writing.stream()
                .limit(NAMED)
                .map(holder -> holder.file() + " by " + holder.command() + " (process " + holder.pid()
                        + (holder.access() == Access.MAPPED_WRITE ? ", mapped" : "") + ")")
                .collect(Collectors.joining(", "));
        int more = writing.size() - NAMED;
        return "open for writing: " + named + (more > 0 ? " and " + more + " more" : "");
    }
}
