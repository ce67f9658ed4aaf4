// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import static dev.stillframe.reader.WindowsSource.translated;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.platform.windows.WindowsFiles;
import dev.stillframe.platform.windows.WindowsHandle;
import java.io.IOException;
import java.util.List;

/** An open folder of this Windows. */
record WindowsSourceFolder(SourcePath path, WindowsHandle handle) implements SourceFolder {
    @Override
    public List<byte[]> names() throws IOException {
        return translated(() -> WindowsFiles.names(handle));
    }

    @Override
    public Metadata metadata(byte[] name) throws IOException {
        return translated(() -> WindowsFiles.metadata(path.child(name)));
    }

    /** Another volume is behind a link, which is not followed. */
    @Override
    public long mount() {
        return 0;
    }

    @Override
    public SourceFolder folder(byte[] name) throws IOException {
        SourcePath below = path.child(name);
        return translated(() -> new WindowsSourceFolder(below, WindowsFiles.openFolder(below)));
    }

    @Override
    public SourceFile file(byte[] name) throws IOException {
        return translated(() -> new WindowsSourceFile(WindowsFiles.open(path.child(name))));
    }

    @Override
    public void close() {
        handle.close();
    }
}
