// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import static dev.stillframe.reader.LinuxSource.translated;

import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.platform.linux.DirectoryHandle;
import java.io.IOException;
import java.util.List;

/** An open folder of this Linux system. */
record LinuxSourceFolder(DirectoryHandle handle) implements SourceFolder {
    @Override
    public List<byte[]> names() throws IOException {
        return translated(handle::list);
    }

    @Override
    public Metadata metadata(byte[] name) throws IOException {
        return translated(() -> handle.metadata(name));
    }

    @Override
    public long mount() throws IOException {
        return translated(() -> handle.status().mount());
    }

    @Override
    public SourceFolder folder(byte[] name) throws IOException {
        return translated(() -> new LinuxSourceFolder(handle.folder(name)));
    }

    @Override
    public SourceFile file(byte[] name) throws IOException {
        return translated(() -> new LinuxSourceFile(handle.file(name)));
    }

    @Override
    public void close() {
        handle.close();
    }
}
