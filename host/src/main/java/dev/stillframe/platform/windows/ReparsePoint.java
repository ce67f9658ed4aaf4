// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * A REPARSE_DATA_BUFFER (ntifs.h; [MS-FSCC] 2.1.2): what stands in a file or folder that somebody else's driver, or
 * Windows itself, gives a meaning.
 *
 * @param target where a symbolic link or junction leads, as it is shown to people; empty for every other kind
 */
public record ReparsePoint(int tag, Optional<String> target) {
    static final int SYMBOLIC_LINK = 0xA000000C;
    static final int MOUNT_POINT = 0xA0000003;

    private static final int HEADER = 8;
    private static final int STANDS_FOR_ANOTHER = 0x20000000;

    /** @throws IOException if it is not as it is documented */
    static ReparsePoint parse(byte[] buffer) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
        if (buffer.length < HEADER || (data.getShort(4) & 0xffff) > buffer.length - HEADER) {
            throw new IOException("a reparse point of " + buffer.length + " bytes is cut off");
        }
        int tag = data.getInt(0);
        if (tag == SYMBOLIC_LINK) {
            return new ReparsePoint(tag, Optional.of(target(buffer, 20)));
        }
        return new ReparsePoint(tag, tag == MOUNT_POINT ? Optional.of(target(buffer, 16)) : Optional.empty());
    }

    /** The name for people, or where there is none, the other. */
    private static String target(byte[] buffer, int names) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
        int end = HEADER + (data.getShort(4) & 0xffff);
        if (end < names) {
            throw new IOException("a reparse point has no room for its names");
        }
        int printed = data.getShort(14) & 0xffff;
        int field = printed > 0 ? 12 : 8;
        int offset = names + (data.getShort(field) & 0xffff);
        int length = data.getShort(field + 2) & 0xffff;
        if (length % 2 != 0 || offset + length > end) {
            throw new IOException("a reparse point's target lies outside of it");
        }
        return WideText.read(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    /** Whether it stands for another file or folder, like a link; else it is one, whose bytes a driver brings. */
    boolean standsForAnother() {
        return (tag & STANDS_FOR_ANOTHER) != 0;
    }
}
