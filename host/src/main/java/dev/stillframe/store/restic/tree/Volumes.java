// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.tree;

import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.Sha256;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers for volumes that are the same in every backup: made from where a volume shows first. The system's own number of
 * a btrfs snapshot is another one each time, and would make every tree a new one. One thread.
 */
final class Volumes {
    private static final long POSITIVE_AND_EXACT_IN_JSON = (1L << 53) - 1;

    private final Map<Long, Long> numbers = new HashMap<>();

    /** The number of the volume that an entry lies on; 0 if that is not known. */
    long of(long device, SourcePath entry) {
        return device == 0 ? 0 : numbers.computeIfAbsent(device, d -> number(entry));
    }

    private static long number(SourcePath first) {
        long hash = ByteBuffer.wrap(Sha256.ofBytes(first.bytes()).bytes()).getLong();
        return Math.max(1, hash & POSITIVE_AND_EXACT_IN_JSON);
    }
}
