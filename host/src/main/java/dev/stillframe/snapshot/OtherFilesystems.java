// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.SourcePath;
import dev.stillframe.platform.linux.MountTable;
import dev.stillframe.tree.Selection;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What a snapshot of one filesystem would leave out without anybody noticing. */
public final class OtherFilesystems {
    private OtherFilesystems() {}

    /** Mount points strictly below a file set's root that its patterns reach. */
    public static List<SourcePath> mountedIn(FileSet files, MountTable table) {
        return table.below(files.root()).stream()
                .map(mount -> mount.point())
                .filter(point -> !point.equals(files.root()))
                .filter(point -> reaches(files, point))
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether a file set takes a folder, or anything in it. */
    public static boolean reaches(FileSet files, SourcePath folder) {
        Selection.Step step = Selection.of(files).at(folder);
        return step.taken() || step.walked();
    }

    /** For messages: the first three, and how many more. */
    public static String named(Collection<SourcePath> paths) {
        String first = paths.stream().limit(3).map(SourcePath::toString).collect(Collectors.joining(", "));
        return paths.size() > 3 ? first + " and " + (paths.size() - 3) + " more" : first;
    }
}
