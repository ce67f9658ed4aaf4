// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.platform.OperatingSystem;
import java.io.IOException;
import java.util.List;

/**
 * What the reader asks of the system that has the files. Any thread, several at once. Symbolic links are
 * not followed, in no name of a path, unless a method says so.
 *
 * <p>Failures are {@link IOException}s; {@link java.nio.file.NoSuchFileException} if the entry is not there, or is not
 * what it was a moment ago.
 */
public interface SourceFiles {
    /** The files of the system that this process runs on. */
    static SourceFiles ofThisSystem() {
        return OperatingSystem.isWindows() ? new WindowsSource() : new LinuxSource();
    }

    /** Opens a folder: what is read through it stays in it, whatever happens to its name. */
    SourceFolder folder(SourcePath path) throws IOException;

    /** Opens a regular file. */
    SourceFile file(SourcePath path) throws IOException;

    /** What there is to know of an entry; here alone links on the way to it are followed. */
    Metadata metadata(SourcePath path) throws IOException;

    /** The path with every symbolic link in it resolved. */
    SourcePath real(SourcePath path) throws IOException;

    /** Who has these files open. */
    OpenFiles holders(List<SourcePath> files) throws IOException;
}
