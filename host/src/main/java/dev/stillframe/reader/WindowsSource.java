// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.platform.windows.BackupPrivileges;
import dev.stillframe.platform.windows.FileHolders;
import dev.stillframe.platform.windows.WindowsException;
import dev.stillframe.platform.windows.WindowsFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of this Windows, those in shadow copies above all. Folders are read by their paths: in a shadow copy nothing
 * changes; on a live volume a folder that is replaced meanwhile is read as what stands there then.
 */
final class WindowsSource implements SourceFiles {
    /** A call of the system. */
    interface Call<T> {
        T run() throws IOException;
    }

    WindowsSource() {
        BackupPrivileges.backup();
    }

    @Override
    public SourceFolder folder(SourcePath path) throws IOException {
        return translated(() -> new WindowsSourceFolder(path, WindowsFiles.openFolder(path)));
    }

    @Override
    public SourceFile file(SourcePath path) throws IOException {
        return translated(() -> new WindowsSourceFile(WindowsFiles.open(path)));
    }

    @Override
    public Metadata metadata(SourcePath path) throws IOException {
        return translated(() -> WindowsFiles.metadata(path));
    }

    @Override
    public SourcePath real(SourcePath path) throws IOException {
        return translated(() -> WindowsFiles.realPath(path));
    }

    /** The Restart Manager knows files, not folders, and not how they are open: whoever has one may write to it. */
    @Override
    public OpenFiles holders(List<SourcePath> files) throws IOException {
        List<OpenFiles.Holder> holders = new ArrayList<>();
        for (SourcePath file : files) {
            for (FileHolders.Holder holder : FileHolders.holders(file)) {
                holders.add(new OpenFiles.Holder(
                        file, holder.pid(), holder.started(), holder.application(), OpenFiles.Access.WRITE));
            }
        }
        return new OpenFiles(holders, true);
    }

    /** Says in the platform's own exception that an entry is not there, or is another kind of entry by now. */
    static <T> T translated(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (WindowsException e) {
            if (e.vanished()) {
                NoSuchFileException gone = new NoSuchFileException(e.what(), null, e.getMessage());
                gone.initCause(e);
                throw gone;
            }
            throw e;
        }
    }
}
