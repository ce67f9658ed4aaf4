// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.ese;

import java.util.Map;
import java.util.Optional;

/** Files of the engine that are neither databases nor logs nor checkpoints (JET_filetype of the engine's jethdr.w). */
public final class FileKind {
    private static final Map<Integer, String> NAMES = Map.of(
            2, "a streaming file of Exchange 2003 or before",
            5, "a temporary database",
            7, "a flush map",
            8, "a cached file",
            9, "a caching file",
            10, "a snapshot for reverting",
            11, "a checkpoint of reverting");

    private FileKind() {}

    /**
     * What a file is by its header, whose checksum must be right.
     *
     * @param head the first {@link DatabaseHeader#MOST} bytes, or the whole file if it is shorter
     */
    public static Optional<String> of(byte[] head) {
        for (int size = 2048; size <= 32768 && size <= head.length; size *= 2) {
            String name = NAMES.get(Words.u8(head, DatabaseHeader.FILE_TYPE));
            if (name != null && Checksums.headerIsGood(head, 0, size)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }
}
