// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.WalFormat;
import dev.stillframe.postgres.format.WalReader;
import dev.stillframe.postgres.format.WalRecord;
import dev.stillframe.postgres.format.WalStep;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Reads the WAL that a recovery of the image will read, once, and tells where it ends. Not thread-safe. */
final class WalPass {
    private static final int BETWEEN_LOOKS = 4096;

    private final WalFormat format;
    private final WalFiles files;
    private final Findings findings;
    private final Patience patience;
    private boolean checkpointSeen;
    private long records;

    WalPass(WalFormat format, WalFiles files, Findings findings, Patience patience) {
        this.format = format;
        this.files = files;
        this.findings = findings;
        this.patience = patience;
    }

    /** Where recovery begins and what it must come by. */
    record Route(Lsn start, Lsn checkpoint, Optional<StopPoint> stop, Lsn minimum) {}

    /** Follows a route. @return where WAL ends; empty if it is damaged, which was then found */
    Optional<Lsn> run(Route route, Replay replay) throws IOException, WriterException {
        WalReader reader = new WalReader(format, files, route.start());
        Lsn end = route.start();
        while (true) {
            if (records % BETWEEN_LOOKS == 0) {
                patience.check();
            }
            WalStep step = reader.next();
            if (step instanceof WalStep.End last) {
                return ended(last, route);
            }
            WalRecord record = ((WalStep.Read) step).record();
            records++;
            end = record.end();
            replay.apply(record);
            if (record.start().equals(route.checkpoint()) && !isCheckpoint(record)) {
                return damaged(record.start(), "there is no checkpoint record at " + record.start());
            }
            checkpointSeen |= record.start().equals(route.checkpoint());
            if (route.stop().isPresent() && !end.isBefore(route.stop().get().stop())) {
                return stopped(record, route, route.stop().get());
            }
        }
    }

    long records() {
        return records;
    }

    private Optional<Lsn> stopped(WalRecord record, Route route, StopPoint stop) {
        boolean endsBackup = record.end().equals(stop.stop())
                && record.is(WalRecord.XLOG, WalRecord.BACKUP_END)
                && record.main().length == Long.BYTES
                && ByteBuffer.wrap(record.main()).order(ByteOrder.LITTLE_ENDIAN).getLong()
                        == stop.start().value();
        if (!endsBackup) {
            return damaged(
                    record.start(),
                    "no WAL record ends the backup of " + stop.start() + " at its stop point " + stop.stop());
        }
        return complete(record.end(), route);
    }

    private Optional<Lsn> ended(WalStep.End last, Route route) throws IOException {
        String where = "WAL ends at " + last.at() + " (" + last.reason() + ")";
        if (route.stop().isPresent()) {
            return damaged(
                    last,
                    where + ", before the backup's stop point "
                            + route.stop().get().stop());
        }
        Optional<String> damage = new WalTail(format, files).damage(last);
        if (damage.isPresent()) {
            return damaged(last, "WAL is broken at " + last.at() + " (" + last.reason() + "): " + damage.get());
        }
        if (last.at().isBefore(route.minimum())) {
            return damaged(last, where + ", before the minimum recovery point " + route.minimum());
        }
        if (!checkpointSeen) {
            return damaged(last, where + ", without the checkpoint record at " + route.checkpoint());
        }
        return complete(last.at(), route);
    }

    private Optional<Lsn> complete(Lsn end, Route route) {
        return checkpointSeen
                ? Optional.of(end)
                : damaged(route.checkpoint(), "there is no checkpoint record at " + route.checkpoint());
    }

    private Optional<Lsn> damaged(Lsn at, String reason) {
        findings.add(files.path(at.value(), format), page(at), reason);
        return Optional.empty();
    }

    private Optional<Lsn> damaged(WalStep.End last, String reason) {
        SourcePath path = files.path(last.badAt().value(), format);
        if (last.cause() == WalStep.Cause.PAGE || last.cause() == WalStep.Cause.RECORD) {
            findings.add(path, page(last.badAt()), reason);
        } else {
            findings.add(path, reason);
        }
        return Optional.empty();
    }

    private long page(Lsn at) {
        return Long.remainderUnsigned(at.value(), format.segmentSize()) / format.pageSize();
    }

    private static boolean isCheckpoint(WalRecord record) {
        return record.is(WalRecord.XLOG, WalRecord.CHECKPOINT_ONLINE)
                || record.is(WalRecord.XLOG, WalRecord.CHECKPOINT_SHUTDOWN);
    }
}
