// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.change;

import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.FileVersion;
import java.io.IOException;
import java.util.Optional;

/** The image that the parent backup was made of, still there to be compared with. Any thread. */
public interface Base {
    /** What it has at a path; empty if it has no regular file there, or does not show the path. */
    Optional<File> file(SourcePath path) throws IOException;

    /** Whether all of it is what was kept, and nobody has written to it since. Asked before and after every comparison. */
    boolean holds();

    /**
     * A file.
     *
     * @param source what the source's own metadata said of it, as the parent backup has it
     * @param place where its bytes lie now
     * @param kept what the metadata at that place has to be
     */
    record File(SourcePath path, FileVersion source, SourcePath place, FileVersion kept) {}
}
