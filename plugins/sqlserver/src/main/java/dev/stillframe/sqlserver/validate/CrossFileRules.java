// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.format.BootPage;
import dev.stillframe.sqlserver.format.DatabaseVersion;
import dev.stillframe.sqlserver.format.Lsn;
import dev.stillframe.sqlserver.format.SectorChecksum;
import java.io.IOException;
import java.util.List;

/** What the boot page and the log must agree on: recovery begins at the checkpoint and needs the log from there on. */
final class CrossFileRules {
    private final DatabaseFile primary;
    private final BootPage boot;
    private final Log log;
    private final Findings findings;
    private final List<String> remarks;

    CrossFileRules(DatabaseFile primary, BootPage boot, Log log, Findings findings, List<String> remarks) {
        this.primary = primary;
        this.boot = boot;
        this.log = log;
        this.findings = findings;
        this.remarks = remarks;
    }

    void apply(Patience patience) throws IOException, WriterException {
        Lsn checkpoint = boot.checkpoint();
        if (checkpoint.equals(Lsn.NONE) || log.end().isEmpty()) {
            remarks.add("the checkpoint was not looked for in the log");
            return;
        }
        Log.Part part = log.parts().get(checkpoint.sequence());
        Lsn end = log.end().get();
        if (part == null || checkpoint.compareTo(end) > 0) {
            outside("the checkpoint " + checkpoint + " lies outside of the log, which ends at " + end);
        } else if (part.part().checkable() && !part.file().begins(part.part(), checkpoint.block(), patience)) {
            outside("no block of the log begins at the checkpoint " + checkpoint);
        } else {
            needed(checkpoint, end);
        }
    }

    private void outside(String what) {
        if (boot.version() <= DatabaseVersion.NEWEST_PROVEN) {
            findings.add(primary.path(), BootPage.PAGE, what);
        } else { // where newer versions keep it was never seen: no proof of damage
            remarks.add(what + ", if version " + boot.version() + " keeps it where older ones do");
        }
    }

    private void needed(Lsn checkpoint, Lsn end) {
        long expected = checkpoint.sequence();
        for (long sequence : log.parts().tailMap(expected, true).keySet()) {
            if (sequence > expected && sequence <= end.sequence()) {
                String missing =
                        sequence == expected + 1 ? "file " + expected : "files " + expected + " to " + (sequence - 1);
                findings.add(primary.path(), "the log has no virtual log " + missing + ", which recovery needs");
            }
            expected = sequence + 1;
        }
        for (Log.Part part : log.brokenOff()) {
            if (part.part().sequence() >= checkpoint.sequence()) {
                findings.add(
                        part.file().file().path(),
                        part.part().at() / SectorChecksum.SECTOR,
                        "virtual log file " + part.part().sequence() + " breaks off, and recovery needs all of it");
            }
        }
    }
}
