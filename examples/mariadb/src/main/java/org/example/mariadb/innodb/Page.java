// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb.innodb;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The fields that every page has, big-endian. */
record Page(ByteBuffer bytes) {
    static final int NUMBER = 4;
    static final int LSN = 16;
    static final int TYPE = 24;
    static final int KEY_VERSION = 26;
    static final int SPACE = 34;
    /** Page 0 only: the size of the file in pages, and what format it has. */
    static final int FILE_SIZE = 46;
    static final int FILE_FLAGS = 54;

    long number() {
        return word(NUMBER);
    }

    long lsn() {
        return bytes.getLong(LSN);
    }

    int type() {
        return bytes.getShort(TYPE) & 0xffff;
    }

    long space() {
        return word(SPACE);
    }

    long word(int at) {
        return bytes.getInt(at) & 0xffffffffL;
    }

    /** Never written: InnoDB makes files longer by zeros. */
    boolean empty() {
        int at = 0;
        while (at + Long.BYTES <= bytes.limit() && bytes.getLong(at) == 0) {
            at += Long.BYTES;
        }
        while (at < bytes.limit() && bytes.get(at) == 0) {
            at++;
        }
        return at == bytes.limit();
    }

    long crc32c(int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(from).limit(to));
        return crc.getValue();
    }
}
