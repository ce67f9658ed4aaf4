// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb.innodb;

import dev.stillframe.api.ImageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The log from which recovery starts. What lies in it is for recovery to judge; here it is told that recovery can begin.
 *
 * @param known whether the format is that of 10.8 and later
 * @param checkpoint the position of the latest checkpoint; empty if none is whole, or the format is unknown
 */
record RedoLog(boolean known, boolean whole, OptionalLong checkpoint) {
    private static final int FORMAT_10_8 = 0x50687973; // "Phys"
    private static final int ENCRYPTED = 0x80000000;
    private static final int HEADER = 512;
    private static final int CHECKPOINT = 64;
    private static final int[] CHECKPOINTS = {4096, 8192};

    static RedoLog of(ImageFile file) throws IOException {
        Page header = new Page(Reading.fully(file, 0, HEADER));
        if (header.bytes().limit() < HEADER || (header.bytes().getInt(0) & ~ENCRYPTED) != FORMAT_10_8) {
            return new RedoLog(false, header.bytes().limit() == HEADER && !header.empty(), OptionalLong.empty());
        }
        OptionalLong latest = OptionalLong.empty();
        for (int at : CHECKPOINTS) {
            Page checkpoint = new Page(Reading.fully(file, at, CHECKPOINT));
            if (sealed(checkpoint, CHECKPOINT)) {
                long position = checkpoint.bytes().getLong(0);
                latest = OptionalLong.of(Math.max(position, latest.orElse(0)));
            }
        }
        return new RedoLog(true, sealed(header, HEADER) && latest.isPresent(), latest);
    }

    /** A checkpoint that was being written at the instant is not whole; then the other one is. */
    private static boolean sealed(Page block, int size) {
        ByteBuffer bytes = block.bytes();
        return bytes.limit() == size
                && !block.empty()
                && block.crc32c(0, size - Integer.BYTES) == block.word(size - Integer.BYTES);
    }
}
