// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.ledger;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** The ledger's format: slots of 64 bytes, each a number, that number repeated, and a CRC-32 of both. */
final class Slots {
    static final int SIZE = 64;
    private static final int CHECKED = SIZE - Long.BYTES;

    private Slots() {}

    static ByteBuffer encode(long number) {
        ByteBuffer slot = ByteBuffer.allocate(SIZE);
        while (slot.position() < CHECKED) {
            slot.putLong(number + 1);
        }
        return slot.putLong(crc(slot)).flip();
    }

    static boolean good(ByteBuffer slot) {
        return slot.limit() == SIZE && slot.getLong(CHECKED) == crc(slot) && slot.getLong(0) != 0;
    }

    private static long crc(ByteBuffer slot) {
        CRC32 crc = new CRC32();
        crc.update(slot.duplicate().clear().limit(CHECKED));
        return crc.getValue();
    }
}
