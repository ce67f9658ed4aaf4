// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.snapshot.Metadata;
import java.util.Optional;

/** What identifies a file whatever its names are, see stat(2). */
record FileId(long device, long inode, boolean live) {
    /** Empty for a file that has one name. */
    static Optional<FileId> ofLinked(Seen.Entry entry) {
        Metadata metadata = entry.metadata();
        boolean several = metadata.kind() == Metadata.Kind.FILE && metadata.links() > 1;
        return several ? Optional.of(new FileId(metadata.device(), metadata.inode(), entry.live())) : Optional.empty();
    }
}
