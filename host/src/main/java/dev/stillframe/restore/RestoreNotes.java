// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.restore.RestoreTreeReport.Lost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what a restore could not do: entries one by one, properties counted with the first few by name. Any thread. */
final class RestoreNotes {
    private static final int NAMED = 5;

    private static final class Group {
        private long count;
        private final List<SourcePath> first = new ArrayList<>();
    }

    private final List<Lost> damaged = new ArrayList<>();
    private final List<Lost> entries = new ArrayList<>();
    private final Map<String, Group> properties = new LinkedHashMap<>();
    private long files;
    private long bytes;

    synchronized void restored(long size) {
        files++;
        bytes += size;
    }

    synchronized void damaged(SourcePath path, String reason) {
        damaged.add(new Lost(path, reason));
    }

    /** An entry that is not there, or not whole. */
    synchronized void notRestored(SourcePath path, String reason) {
        entries.add(new Lost(path, reason));
    }

    /** An entry that could not be made. */
    void notRestored(SourcePath path, IOException e) {
        String reason = e instanceof TargetException failed
                ? failed.meaning() + " (" + failed.call() + " " + failed.what() + ")"
                : String.valueOf(e.getMessage());
        notRestored(path, reason);
    }

    /** Removes what was half made; notes if that fails. */
    void removed(TargetFolder folder, byte[] temporary) {
        try {
            folder.remove(temporary);
        } catch (TargetException e) {
            if (!e.vanished()) {
                without("left behind, could not be removed", SourcePath.root().child(temporary), e);
            }
        }
    }

    /** A property that an entry could not be given, although the entry itself is there. */
    void without(String property, SourcePath path, TargetException reason) {
        without(property + ": " + reason.meaning(), path);
    }

    synchronized void without(String property, SourcePath path) {
        Group group = properties.computeIfAbsent(property, p -> new Group());
        group.count++;
        if (group.first.size() < NAMED) {
            group.first.add(path);
        }
    }

    synchronized RestoreTreeReport report() {
        damaged.sort(Comparator.comparing(Lost::path));
        entries.sort(Comparator.comparing(Lost::path));
        List<String> altered = new ArrayList<>();
        properties.forEach((property, group) -> {
            List<String> names = group.first.stream().map(SourcePath::toString).toList();
            String more = group.count > NAMED ? " and " + (group.count - NAMED) + " more" : "";
            altered.add(property + ": " + String.join(", ", names) + more);
        });
        return new RestoreTreeReport(files, bytes, damaged, entries, altered);
    }
}
