// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.format;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What the first page of a data file or log file says about it.
 *
 * @param binding the same in every file of a database
 * @param fileId unique in its database; the primary data file has 1
 * @param fileGroup 0 for a log file
 * @param pages how long the file is
 */
public record FileHeader(UUID binding, int fileId, int fileGroup, long pages) {
    /**
     * Reads it.
     *
     * @throws MalformedException if the page holds none
     */
    public static FileHeader of(DataPage page) throws MalformedException {
        if (page.type() != PageType.FILE_HEADER.number()) {
            throw new MalformedException("its type is " + page.type() + ", not 15 (file header)");
        }
        HeaderRecord record = HeaderRecord.of(page);
        ByteBuffer binding = ByteBuffer.wrap(record.column(0, 16));
        return new FileHeader(
                new UUID(binding.getLong(), binding.getLong()),
                LittleEndian.u16(record.column(2, 2), 0),
                LittleEndian.u16(record.column(3, 2), 0),
                LittleEndian.u32(record.column(4, 4), 0));
    }

    public boolean log() {
        return fileGroup == 0;
    }

    public boolean primary() {
        return fileId == 1;
    }
}
