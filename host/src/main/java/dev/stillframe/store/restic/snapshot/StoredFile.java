// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.store.restic.content.ChunkComparison;
import dev.stillframe.store.restic.content.WrittenContent;
import dev.stillframe.store.restic.tree.TreeWriting;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.TreeSink;
import java.io.IOException;

/** A file that is being stored: another reading is compared chunk by chunk, by their names. */
record StoredFile(WrittenContent content) implements TreeSink.Stored {
    @Override
    public long size() {
        return content.size();
    }

    @Override
    public boolean isSame(Content again) throws IOException {
        return ChunkComparison.isSame(TreeWriting.joined(content.ids()), content.lengths(), again);
    }
}
