// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * {@code pg_filenode.map}: the file numbers of the catalogs that the server needs before it can read catalogs
 * (utils/cache/relmapper.c).
 */
public final class RelationMap {
    private static final int MAGIC = 0x592717;

    private RelationMap() {}

    /** @throws MalformedException if the server would refuse the file */
    public static void check(byte[] bytes, Release release) throws MalformedException {
        if (bytes.length < release.relationMapSize()) {
            throw new MalformedException("has only " + bytes.length + " bytes");
        }
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int checksumAt = release.relationMapChecksumAt();
        int magic = file.getInt(0);
        int count = file.getInt(4);
        if (magic != MAGIC || count < 0 || 8 + 8L * count > checksumAt) {
            throw new MalformedException(String.format("its magic is %08x with %d mappings", magic, count));
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, checksumAt);
        if ((int) crc.getValue() != file.getInt(checksumAt)) {
            throw new MalformedException(
                    String.format("its checksum is %08x and should be %08x", file.getInt(checksumAt), crc.getValue()));
        }
    }
}
