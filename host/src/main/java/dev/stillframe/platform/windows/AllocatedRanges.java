// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** An array of FILE_ALLOCATED_RANGE_BUFFER (winioctl.h): where a sparse file has data. */
final class AllocatedRanges {
    static final int RECORD = 16;

    private AllocatedRanges() {}

    /**
     * @param from where the question began: nothing may lie before it
     * @throws IOException if they are not in order, or not whole
     */
    static List<Allocated> parse(byte[] buffer, long from) throws IOException {
        if (buffer.length % RECORD != 0) {
            throw new IOException("a list of ranges has " + buffer.length + " bytes");
        }
        ByteBuffer records = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
        List<Allocated> ranges = new ArrayList<>();
        long last = from;
        while (records.hasRemaining()) {
            Allocated range = new Allocated(records.getLong(), records.getLong());
            if (range.offset() < last || range.length() <= 0 || range.end() < 0) {
                throw new IOException("a list of ranges is out of order: " + range + " after " + last);
            }
            ranges.add(range);
            last = range.end();
        }
        return ranges;
    }
}
