// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.format.LogBlock;
import dev.stillframe.sqlserver.format.MalformedException;
import dev.stillframe.sqlserver.format.SectorChecksum;
import dev.stillframe.sqlserver.format.VirtualLogFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A log file's virtual log files, in the order of the file. They follow each other without a gap up to its end.
 *
 * @param whole whether they do
 */
record LogFile(DatabaseFile file, List<VirtualLogFile> parts, boolean whole) {
    /** More than any server could start with; only damage makes more. */
    private static final int MOST = 1_000_000;

    static LogFile of(DatabaseFile file, Findings findings, Patience patience) throws IOException, WriterException {
        List<VirtualLogFile> parts = new ArrayList<>();
        byte[] header = new byte[SectorChecksum.SECTOR];
        long at = VirtualLogFile.FIRST;
        long end = file.file().size();
        while (at < end) {
            patience.check();
            Arrays.fill(header, (byte) 0);
            ImageBytes.fill(file.file(), header, header.length, at);
            try {
                if (parts.size() == MOST) {
                    throw new MalformedException("there are more than " + MOST + " virtual log files");
                }
                VirtualLogFile part = VirtualLogFile.of(header, at, end);
                parts.add(part);
                at = part.end();
            } catch (MalformedException e) {
                findings.add(file.path(), at / SectorChecksum.SECTOR, e.getMessage() + ", at byte " + at);
                return new LogFile(file, parts, false);
            }
        }
        if (parts.isEmpty()) {
            findings.add(file.path(), "it has no virtual log file");
        }
        return new LogFile(file, parts, !parts.isEmpty());
    }

    /** Where a block that an LSN names begins in the file. */
    static long position(VirtualLogFile part, long block) {
        return part.at() + block * SectorChecksum.SECTOR;
    }

    /** Whether a block begins where an LSN says so. */
    boolean begins(VirtualLogFile part, long block, Patience patience) throws IOException, WriterException {
        long position = position(part, block);
        if (position < part.at() + VirtualLogFile.HEADER || position >= part.end()) {
            return false;
        }
        LogWindow window = new LogWindow(file.file(), patience);
        int index = window.index(position);
        return new LogBlock(window.bytes(), index).belongs(part, position);
    }
}
