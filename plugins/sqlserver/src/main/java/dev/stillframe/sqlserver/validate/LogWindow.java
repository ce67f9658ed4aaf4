// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.format.LogBlock;
import java.io.IOException;
import java.util.Arrays;

/** A window that moves forward over a log file. One thread. */
final class LogWindow {
    private static final int SIZE = 1 << 20;

    private final byte[] bytes = new byte[SIZE + LogBlock.MOST];
    private final ImageFile file;
    private final Patience patience;
    private long from;
    private int length;

    LogWindow(ImageFile file, Patience patience) {
        this.file = file;
        this.patience = patience;
    }

    /** The bytes that {@link #index} points into. */
    byte[] bytes() {
        return bytes;
    }

    /** Where a position's bytes are; the longest block fits behind it, zeros behind the file's end. */
    int index(long position) throws IOException, WriterException {
        boolean inside = position >= from && position + LogBlock.MOST <= from + length;
        if (!inside) {
            patience.check();
            int read = ImageBytes.fill(file, bytes, bytes.length, position);
            Arrays.fill(bytes, read, bytes.length, (byte) 0);
            from = position;
            length = bytes.length;
        }
        return (int) (position - from);
    }
}
