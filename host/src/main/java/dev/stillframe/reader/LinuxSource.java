// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.platform.linux.DirectoryHandle;
import dev.stillframe.platform.linux.Errno;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.LinuxFiles;
import dev.stillframe.platform.linux.OpenFilesScan;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** The files of this Linux system. */
public final class LinuxSource implements SourceFiles {
    /** A call of the system. */
    interface Call<T> {
        T run() throws IOException;
    }

    @Override
    public SourceFolder folder(SourcePath path) throws IOException {
        return translated(() -> new LinuxSourceFolder(DirectoryHandle.open(path)));
    }

    @Override
    public SourceFile file(SourcePath path) throws IOException {
        return translated(() -> new LinuxSourceFile(LinuxFiles.open(path)));
    }

    @Override
    public Metadata metadata(SourcePath path) throws IOException {
        return translated(() -> LinuxFiles.metadata(path));
    }

    @Override
    public SourcePath real(SourcePath path) throws IOException {
        return translated(() -> LinuxFiles.realPath(path));
    }

    @Override
    public OpenFiles holders(List<SourcePath> files) throws IOException {
        return OpenFilesScan.below(files);
    }

    /** Says in the platform's own exception that an entry is not there, or is another kind of entry by now. */
    static <T> T translated(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (LinuxException e) {
            if (e.vanished() || e.is(Errno.ELOOP)) {
                NoSuchFileException gone = new NoSuchFileException(e.what(), null, e.getMessage());
                gone.initCause(e);
                throw gone;
            }
            throw e;
        }
    }
}
