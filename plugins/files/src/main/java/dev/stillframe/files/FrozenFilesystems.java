// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.SourcePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a freeze command freezes as a whole, as far as its words show it: a call of fsfreeze(8) or xfs_freeze(8), also in
 * the text of a shell. What a script does inside cannot be seen.
 */
final class FrozenFilesystems {
    private static final Set<String> TOOLS = Set.of("fsfreeze", "xfs_freeze");
    private static final Set<String> FREEZING = Set.of("-f", "--freeze");

    private FrozenFilesystems() {}

    static List<SourcePath> of(List<String> command) {
        List<SourcePath> frozen = new ArrayList<>();
        boolean tool = false;
        boolean freezing = false;
        for (String word : String.join(" ", command).split("[\\s;&|'\"]+", -1)) {
            if (TOOLS.contains(word.substring(word.lastIndexOf('/') + 1))) {
                tool = true;
                freezing = false;
            } else if (tool && FREEZING.contains(word)) {
                freezing = true;
            } else if (tool && freezing && word.startsWith("/") && !word.contains("..")) {
                frozen.add(SourcePath.of(word));
                tool = false;
            }
        }
        return frozen;
    }
}
