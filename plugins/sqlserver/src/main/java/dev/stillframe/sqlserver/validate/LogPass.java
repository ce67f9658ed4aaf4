// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.format.LogBlock;
import dev.stillframe.sqlserver.format.Lsn;
import dev.stillframe.sqlserver.format.SectorChecksum;
import dev.stillframe.sqlserver.format.VirtualLogFile;
import java.io.IOException;
import java.util.Optional;

/** Reads the blocks of one log file. One thread. */
final class LogPass {
    private final SourcePath path;
    private final LogWindow window;
    private final Encryption encryption;
    private final Findings findings;
    private final Findings suspects;
    private final Tally tally;

    LogPass(
            DatabaseFile file,
            Encryption encryption,
            Findings findings,
            Findings suspects,
            Tally tally,
            Patience patience) {
        this.path = file.path();
        this.window = new LogWindow(file.file(), patience);
        this.encryption = encryption;
        this.findings = findings;
        this.suspects = suspects;
        this.tally = tally;
    }

    /**
     * What the blocks of a virtual log file come to.
     *
     * @param last the place of the last record; empty if there is no block
     * @param full whether the blocks reach to the end
     */
    record Extent(Optional<Lsn> last, boolean full) {}

    /** Reads a virtual log file that was used. */
    Extent read(VirtualLogFile part) throws IOException, WriterException {
        Optional<Lsn> last = Optional.empty();
        long position = part.at() + VirtualLogFile.HEADER;
        while (position < part.end()) {
            LogBlock block = block(position);
            if (block.belongs(part, position)) {
                judge(block, position);
                last = Optional.of(block.last());
                position += block.size();
                continue;
            }
            long next = nextBlock(part, position + SectorChecksum.SECTOR);
            if (next < 0) {
                ends(part, position);
                return new Extent(last, false);
            }
            findings.add(
                    path,
                    position / SectorChecksum.SECTOR,
                    "no block of the log begins at byte " + position + ", though the log goes on at byte " + next);
            position = next;
        }
        return new Extent(last, true);
    }

    private void judge(LogBlock block, long position) {
        if (!block.written()) {
            wrong(
                    position,
                    "the block of the log at byte " + position + " is torn: its sectors were not written together");
        } else if (!block.checksummed()) {
            tally.blocksUnprotected++;
        } else if (block.sumFits()) {
            tally.blocksByChecksum++;
        } else {
            wrong(position, "the checksum of the log's block at byte " + position + " does not fit");
        }
    }

    private void wrong(long position, String reason) {
        switch (encryption) {
            case NONE -> findings.add(path, position / SectorChecksum.SECTOR, reason);
            case ON -> tally.blocksEncrypted++;
            case UNKNOWN -> {
                suspects.add(path, position / SectorChecksum.SECTOR, reason);
                tally.blocksSuspected++;
            }
        }
    }

    private long nextBlock(VirtualLogFile part, long from) throws IOException, WriterException {
        for (long at = from; at < part.end(); at += SectorChecksum.SECTOR) {
            if (block(at).belongs(part, at)) {
                return at;
            }
        }
        return -1;
    }

    /**
     * Behind the end lies what earlier uses left, with either parity, or nothing; or, where a log grew without being
     * zeroed, what was on the disk before. One run of sectors of this use that begins here, and is no longer than a
     * block, is the rest of a block whose beginning is lost.
     */
    private void ends(VirtualLogFile part, long position) throws IOException, WriterException {
        long to = Math.min(part.end(), position + LogBlock.MOST);
        long first = ofThisUse(part, position) ? position : position + SectorChecksum.SECTOR;
        long after = first;
        while (after < to && ofThisUse(part, after)) {
            after += SectorChecksum.SECTOR;
        }
        if (after == first || after == position + LogBlock.MOST) {
            return;
        }
        for (long at = after; at < to; at += SectorChecksum.SECTOR) {
            if (ofThisUse(part, at)) {
                return; // bits that happen to be the same: not the rest of a block
            }
        }
        findings.add(
                path,
                position / SectorChecksum.SECTOR,
                "the log ends at byte " + position + ", but a sector of the same use follows at byte " + first);
    }

    private boolean ofThisUse(VirtualLogFile part, long at) throws IOException, WriterException {
        int index = window.index(at);
        return (window.bytes()[index] & VirtualLogFile.PARITY) == part.parity();
    }

    private LogBlock block(long position) throws IOException, WriterException {
        int index = window.index(position);
        return new LogBlock(window.bytes(), index);
    }
}
