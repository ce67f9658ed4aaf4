// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import java.io.IOException;

/** Receives the blobs of a pack, on the thread that asked for them. */
public interface BlobSink {
    /** A blob that is proved to be what was stored. The bytes are the receiver's. */
    void blob(PackedBlob blob, byte[] plain) throws IOException;

    /** A blob that is damaged; what comes after it is still read. Throw the error if that is of no use. */
    void damaged(PackedBlob blob, RepositoryException error) throws IOException;
}
