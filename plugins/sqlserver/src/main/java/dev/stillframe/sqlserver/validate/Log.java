// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.format.Lsn;
import dev.stillframe.sqlserver.format.SectorChecksum;
import dev.stillframe.sqlserver.format.VirtualLogFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The log of one database: what was used of all its log files, by sequence.
 *
 * @param files those whose virtual log files are all known
 * @param whole whether every log file is among them
 * @param end the last record; empty if the newest part cannot be read
 * @param brokenOff the parts that end early although newer ones exist
 */
record Log(
        List<LogFile> files, boolean whole, NavigableMap<Long, Part> parts, Optional<Lsn> end, List<Part> brokenOff) {

    /** A virtual log file that was used, and the log file that it lies in. */
    record Part(LogFile file, VirtualLogFile part) {}

    /** Reads all blocks of all log files of a database. */
    static Log read(
            List<DatabaseFile> logs,
            Encryption encryption,
            Findings findings,
            Findings suspects,
            Tally tally,
            Patience patience)
            throws IOException, WriterException {
        List<LogFile> files = new ArrayList<>();
        TreeMap<Long, Part> parts = new TreeMap<>();
        for (DatabaseFile log : logs) {
            LogFile file = LogFile.of(log, findings, patience);
            files.add(file);
            for (VirtualLogFile part : file.parts()) {
                Part before = part.used() ? parts.put(part.sequence(), new Part(file, part)) : null;
                if (before != null) {
                    findings.add(
                            log.path(),
                            part.at() / SectorChecksum.SECTOR,
                            "two virtual log files have the sequence number " + part.sequence());
                }
            }
        }
        boolean whole = !files.isEmpty() && files.stream().allMatch(LogFile::whole);
        Optional<Lsn> end = Optional.empty();
        List<Part> brokenOff = new ArrayList<>();
        for (Part each : parts.values()) {
            boolean newest = each.part().sequence() == parts.lastKey();
            if (!each.part().checkable()) {
                tally.blocksUnprotected++;
                continue;
            }
            LogPass pass = new LogPass(each.file().file(), encryption, findings, suspects, tally, patience);
            LogPass.Extent extent = pass.read(each.part());
            if (newest) {
                end = Optional.of(extent.last().orElse(new Lsn(each.part().sequence(), 0, 0)));
            } else if (!extent.full()) {
                brokenOff.add(each);
            }
        }
        return new Log(files, whole, parts, whole ? end : Optional.empty(), brokenOff);
    }
}
