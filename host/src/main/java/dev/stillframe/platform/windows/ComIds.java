// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Guid.GUID;
import java.nio.ByteBuffer;
import java.util.UUID;

/** GUIDs as COM lays them out: the first three fields in the machine's order, the last eight bytes as they are written. */
final class ComIds {
    static final int SIZE = 16;
    static final UUID NONE = new UUID(0, 0);

    private ComIds() {}

    /** To be passed by value, which VSS wants nearly everywhere. */
    static GUID.ByValue byValue(UUID id) {
        GUID.ByValue guid = new GUID.ByValue();
        long high = id.getMostSignificantBits();
        guid.Data1 = (int) (high >>> 32);
        guid.Data2 = (short) (high >>> 16);
        guid.Data3 = (short) high;
        guid.Data4 =
                ByteBuffer.allocate(8).putLong(id.getLeastSignificantBits()).array();
        return guid;
    }

    static UUID read(Pointer at) {
        long high = ((long) at.getInt(0) << 32) | ((at.getShort(4) & 0xffffL) << 16) | (at.getShort(6) & 0xffffL);
        return new UUID(high, ByteBuffer.wrap(at.getByteArray(8, 8)).getLong());
    }

    static Memory room() {
        Memory room = new Memory(SIZE);
        room.clear();
        return room;
    }
}
