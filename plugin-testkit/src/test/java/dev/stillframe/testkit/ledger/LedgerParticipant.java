// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.ledger;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One cycle of a ledger without a hold: perhaps in backup mode, which is a marker. */
class LedgerParticipant implements Participant {
    private static final long STEP_MILLIS = 4; // so that an abort can come in between

    private static final List<InputStream> OPEN = new CopyOnWriteArrayList<>();

    final LedgerWriter writer;
    private boolean aborted; // guarded by this
    private final Object validating = new Object();
    private boolean gatherFailed;
    private boolean closed;

    LedgerParticipant(LedgerWriter writer) {
        this.writer = writer;
    }

    boolean is(Fault fault) {
        return writer.is(fault);
    }

    Path file(String name) {
        return writer.folder.resolve(name);
    }

    private boolean setTo(String quiesce) {
        return writer.settings.values().get("quiesce").equals(quiesce);
    }

    boolean backupMode() {
        return setTo("backup-mode");
    }

    @Override
    public void prepare(Deadline deadline) throws WriterException {
        linger(Fault.PREPARE_IGNORES_INTERRUPTS);
        if (!Thread.currentThread().isInterrupted()) {
            linger(Fault.PREPARE_IGNORES_INTERRUPTS_ON_ITS_WAY);
        }
        if (is(Fault.LEAVES_A_SHUTDOWN_HOOK)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> file("end")));
        }
        if (is(Fault.LEAVES_A_THREAD)) {
            Thread thread = new Thread(() -> sleep(TimeUnit.MINUTES.toMillis(5)), "left by the ledger's writer");
            thread.setDaemon(true);
            thread.start();
        }
        if (is(Fault.LEAVES_A_FILE_OPEN)) {
            try {
                OPEN.add(Files.newInputStream(file("gate")));
            } catch (IOException e) {
                throw new WriterException("ledger.gate", "cannot open the gate", Retry.UNKNOWN, "", e);
            }
        }
        if (backupMode()) {
            enter("backup", Fault.PREPARE_ENTERS_AFTER_ABORT);
            if (is(Fault.BACKUP_MODE_HOLDS)) {
                LedgerWriter.touch(file("hold"));
            }
        }
        if (is(Fault.HOLDS_WITHOUT_DECLARING)) {
            LedgerWriter.touch(file("hold"));
        }
    }

    /** Lays a marker, unless the participant was aborted; a fault looks before it waits and not again. */
    void enter(String marker, Fault looksTooEarly) throws WriterException {
        if (is(looksTooEarly) || is(Fault.PREPARE_ENTERS_ALTHOUGH_OVERTAKEN)) {
            sleep(STEP_MILLIS);
            LedgerWriter.touch(file(marker));
            return;
        }
        pause();
        synchronized (this) {
            if (aborted) {
                throw new WriterException("ledger.aborted", "the ledger's cycle was aborted", Retry.HELPS, "");
            }
            LedgerWriter.touch(file(marker));
        }
    }

    private static void pause() throws WriterException {
        try {
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WriterException("ledger.interrupted", "the ledger's cycle was interrupted", Retry.HELPS, "", e);
        }
    }

    static void sleep(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(Math.max(1, end - System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.interrupted(); // the fault: it sleeps on
            }
        }
    }

    void linger(Fault fault) {
        if (is(fault)) {
            sleep(TimeUnit.SECONDS.toMillis(30));
        }
    }

    @Override
    public Gathered gather(Deadline deadline) throws WriterException {
        linger(Fault.GATHER_IGNORES_INTERRUPTS);
        gatherFailed = true;
        pause();
        gatherFailed = false;
        leave("backup");
        leave("hold");
        SourcePath note = SourcePath.of(
                file(is(Fault.LATE_FILE_IS_GONE) ? "never" : "gate").toString());
        LateFile late = new LateFile(LedgerWriter.LEDGER, new LateFile.Place.Beside("gate"), new LateFile.CopyOf(note));
        return new Gathered(List.of(late), Map.of(LedgerWriter.LEDGER, Map.of("gathered", "yes")));
    }

    void leave(String marker) {
        try {
            Files.deleteIfExists(file(marker));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) throws WriterException {
        linger(Fault.VALIDATE_IGNORES_INTERRUPTS);
        if (is(Fault.NO_VERDICT)) {
            return Map.of();
        }
        if (is(Fault.ABORT_WAITS_FOR_THE_VALIDATE)) {
            synchronized (validating) {
                return verdicts(image);
            }
        }
        return verdicts(image);
    }

    private Map<ComponentId, Verdict> verdicts(BackupImage image) throws WriterException {
        Verdict ledger = verdict(image, "data");
        if (!setTo("several")) {
            return Map.of(LedgerWriter.LEDGER, ledger);
        }
        Verdict archive =
                is(Fault.SECOND_COMPONENT_ALWAYS_SOUND) ? LedgerCheck.SOUND_UNSEEN : verdict(image, "archive");
        return Map.of(
                LedgerWriter.LEDGER, ledger,
                LedgerWriter.ARCHIVE, archive,
                LedgerWriter.JOURNAL, verdict(image, "journal"));
    }

    private Verdict verdict(BackupImage image, String name) throws WriterException {
        SourcePath path = SourcePath.of(file(name + "/ledger").toString());
        if (is(Fault.CLAIMS_TO_BE_CHECKABLE)) {
            return new Verdict.Unverifiable("nobody looked");
        }
        if (is(Fault.ALWAYS_SOUND)) {
            return LedgerCheck.SOUND_UNSEEN;
        }
        Optional<ImageFile> ledger = image.file(path);
        if (ledger.isEmpty() || is(Fault.ALWAYS_DAMAGED)) {
            return LedgerCheck.damaged(path, OptionalLong.empty(), "is missing");
        }
        try {
            return LedgerCheck.of(ledger.get());
        } catch (IOException e) {
            if (is(Fault.READ_ERRORS_ARE_SOUND)) {
                return LedgerCheck.SOUND_UNSEEN;
            }
            throw new WriterException("ledger.read", "cannot read " + path, Retry.UNKNOWN, "", e);
        }
    }

    @Override
    public void complete(Set<ComponentId> stored, Deadline deadline) throws WriterException {
        linger(Fault.COMPLETE_IGNORES_INTERRUPTS);
        if (is(Fault.COMPLETE_TRUNCATES)) {
            LedgerWriter.touch(file("data/ledger"));
        }
    }

    @Override
    public void abort() {
        if (is(Fault.ABORT_WAITS_FOR_THE_VALIDATE)) {
            synchronized (validating) {
                end();
            }
        } else {
            end();
        }
    }

    private void end() {
        boolean first;
        synchronized (this) {
            first = !aborted;
            aborted = true;
        }
        if (!first && is(Fault.SECOND_ABORT_THROWS)) {
            throw new IllegalStateException("aborted already");
        }
        boolean once = is(Fault.PREPARE_ENTERS_AFTER_ABORT)
                || is(Fault.PREPARE_ENTERS_ALTHOUGH_OVERTAKEN)
                || is(Fault.FREEZES_AFTER_ABORT);
        if ((first || !once) && !is(Fault.ABORT_LEAVES_BACKUP_MODE)) {
            leave("backup");
        }
        if ((first || !once) && !is(Fault.ABORT_KEEPS_THE_HOLD)) {
            leave("hold");
        }
    }

    @Override
    public void close() {
        if (closed && is(Fault.SECOND_CLOSE_THROWS)) {
            throw new IllegalStateException("closed already");
        }
        if (!closed && gatherFailed && is(Fault.CLOSE_THROWS_AFTER_A_FAILED_GATHER)) {
            throw new IllegalStateException("there is nothing to close");
        }
        closed = true;
    }
}
