// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.ledger;

import dev.stillframe.api.ChecksFiles;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Diagnoses;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.Restores;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.WriterFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Makes writers for ledgers. */
public final class LedgerFactory implements WriterFactory, Restores, Diagnoses, ChecksFiles {
    private final Fault[] broken = brokenInTheJar();
    private final AtomicInteger descriptions = new AtomicInteger();

    /** A fault that shows before there are settings lies in the jar, as a resource. */
    private static Fault[] brokenInTheJar() {
        try (var in = LedgerFactory.class.getResourceAsStream("/fault.txt")) {
            return in == null
                    ? new Fault[0]
                    : new Fault[] {Fault.valueOf(new String(in.readAllBytes(), StandardCharsets.UTF_8))};
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean is(Fault fault) {
        return broken.length > 0 && broken[0] == fault;
    }

    @Override
    public WriterDescriptor descriptor() {
        int count = is(Fault.DESCRIPTOR_CHANGES) ? descriptions.incrementAndGet() : 0;
        String schema = is(Fault.SCHEMA_MISSING) ? "/nowhere.json" : "/dev/stillframe/testkit/ledger/Fault.class";
        return WriterDescriptor.of("ledger", "a ledger" + (count == 0 ? "" : " " + count), schema);
    }

    @Override
    public Writer open(Settings settings, WriterContext context) throws WriterException {
        if (is(Fault.OPEN_CONNECTS) && !running(settings)) {
            throw new WriterException("ledger.down", "the ledger is down", Retry.HELPS, "");
        }
        return new LedgerWriter(settings);
    }

    static boolean running(Settings settings) throws WriterException {
        return Files.exists(Path.of(settings.requiredText("folder"), "running"));
    }

    @Override
    public Restorer restorer(RestoreRequest request, WriterContext context) {
        return new Restorer() {
            @Override
            public RestoreReport after(Deadline deadline) throws WriterException {
                var original = request.components().get(0).files().get(0).root();
                var place = is(Fault.RESTORE_TOUCHES_THE_ORIGINAL) ? original : request.moved(original);
                try {
                    Files.writeString(Path.of(place.toString(), "restored"), "by the writer\n");
                } catch (IOException e) {
                    throw new WriterException("ledger.restore", "cannot write " + place, Retry.UNKNOWN, "", e);
                }
                return new RestoreReport(List.of("a note lies beside the ledger"), List.of());
            }
        };
    }

    @Override
    public List<Diagnosis> diagnose(Settings settings, WriterContext context, Deadline deadline)
            throws WriterException {
        boolean running = running(settings);
        if (!running && is(Fault.DIAGNOSE_NEEDS_THE_APPLICATION)) {
            throw new WriterException("ledger.down", "the ledger is down", Retry.HELPS, "");
        }
        return List.of(
                new Diagnosis(running ? Status.GOOD : Status.MISSING, "ledger", running ? "runs" : "is down", ""));
    }

    @Override
    public Verdict check(List<ImageFile> files, Deadline deadline) throws WriterException {
        ImageFile ledger = files.get(0);
        boolean unseen =
                ledger.path().toString().endsWith("/archive/ledger") && is(Fault.CHECK_SEES_NO_DAMAGE_IN_THE_SECOND);
        if (unseen || is(Fault.CHECK_SEES_NO_DAMAGE)) {
            return LedgerCheck.SOUND_UNSEEN;
        }
        if (is(Fault.CHECK_FINDS_FAULT_WITH_EVERYTHING)) {
            return LedgerCheck.damaged(ledger.path(), OptionalLong.empty(), "looks strange");
        }
        try {
            Verdict verdict = LedgerCheck.of(ledger);
            if (is(Fault.CHECK_CHANGES_WHAT_IT_READS)) {
                touchCopyOf(ledger);
            }
            boolean foreign = verdict instanceof Verdict.Damaged
                    && !ledger.path().toString().endsWith("/data/ledger");
            return foreign && is(Fault.CHECK_KNOWS_NO_FOREIGN_FILE)
                    ? new Verdict.Unverifiable("nothing of it is known")
                    : verdict;
        } catch (IOException e) {
            if (is(Fault.CHECK_CALLS_READ_ERRORS_SOUND)) {
                return LedgerCheck.SOUND_UNSEEN;
            }
            throw new WriterException("ledger.read", "cannot read " + ledger.path(), Retry.UNKNOWN, "", e);
        }
    }

    /** The fault finds where the copy lies as no writer should: by looking for it. */
    private static void touchCopyOf(ImageFile ledger) throws IOException {
        Path original = Path.of(ledger.path().toString());
        try (Stream<Path> all = Files.walk(original.getParent().getParent().getParent())) {
            for (Path each : all.filter(
                            file -> file.endsWith(original.toString().substring(1)))
                    .toList()) {
                Files.writeString(each, "looked at\n", StandardOpenOption.APPEND);
            }
        }
    }
}
