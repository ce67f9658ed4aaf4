// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.snapshot.Metadata;
import java.io.IOException;
import java.util.List;

/** An open folder. One thread at a time. Failures as {@link SourceFiles} says. */
public interface SourceFolder extends AutoCloseable {
    /** The names in it, in the order in which {@link dev.stillframe.api.SourcePath} sorts them. */
    List<byte[]> names() throws IOException;

    /** What there is to know of an entry. */
    Metadata metadata(byte[] name) throws IOException;

    /** Which mount the folder lies on: tells bind mounts apart, which have the same device. */
    long mount() throws IOException;

    SourceFolder folder(byte[] name) throws IOException;

    SourceFile file(byte[] name) throws IOException;

    @Override
    void close();
}
