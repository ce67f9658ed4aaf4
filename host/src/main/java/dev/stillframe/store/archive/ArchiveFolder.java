// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.StoredTree;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/** A folder of archives: {@code ID.tar.zst} with {@code ID.manifest.jsonl} beside it. Any thread. */
public final class ArchiveFolder implements Destination {
    private final Path folder;

    /**
     * Looks at nothing yet.
     *
     * @param format of the archives to come; those that are there may be of any
     */
    public ArchiveFolder(Path folder, ArchiveFormat format) {
        this.folder = folder;
    }

    @Override
    public String location() {
        return folder.toString();
    }

    @Override
    public void init() throws StillframeException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Draft begin(Label label) throws StillframeException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Listing list() throws StillframeException {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoredTree open(Published backup) throws StillframeException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Verified verify(Published backup, LongConsumer progress) throws StillframeException {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> sweep(String host) throws StillframeException {
        throw new UnsupportedOperationException();
    }
}
