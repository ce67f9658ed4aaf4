// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.ledger;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Backs up one ledger. */
final class LedgerWriter implements Writer {
    static final ComponentId LEDGER = new ComponentId("ledger");
    static final ComponentId ARCHIVE = new ComponentId("archive");
    static final ComponentId JOURNAL = new ComponentId("journal");

    final Path folder;
    final Settings settings;
    private final Optional<Fault> fault;
    private boolean joined;

    LedgerWriter(Settings settings) throws WriterException {
        this.settings = settings;
        folder = Path.of(settings.requiredText("folder"));
        fault = settings.text("fault").map(Fault::valueOf);
    }

    boolean is(Fault one) {
        return fault.isPresent() && fault.get() == one;
    }

    @Override
    @SuppressWarnings("NullAway") // a fault
    public Inventory identify(IdentifyRequest request) throws WriterException {
        if (is(Fault.PRINTS)) {
            System.out.println("hello");
        }
        if (is(Fault.IDENTIFY_IGNORES_INTERRUPTS) && Thread.currentThread().isInterrupted()) {
            LedgerParticipant.sleep(TimeUnit.SECONDS.toMillis(30));
        }
        if (!LedgerFactory.running(settings)) {
            if (is(Fault.IDENTIFY_CRASHES_WHEN_DOWN)) {
                throw new IllegalStateException("not running");
            }
            throw new WriterException("ledger.down", "the ledger in " + folder + " is down", Retry.HELPS, "start it");
        }
        if (is(Fault.ONE_CYCLE_ONLY) && joined) {
            throw new WriterException("ledger.once", "the ledger was backed up already", Retry.DOES_NOT_HELP, "");
        }
        if (is(Fault.IDENTIFY_WRITES)) {
            touch(folder.resolve("data/identified-" + System.nanoTime()));
        }
        Quiesce quiesce = switch (settings.requiredText("quiesce")) {
            case "commits" -> new Quiesce.Hold(Quiesce.Still.COMMITS, Quiesce.Tier.BACK_END);
            case "backup-mode" -> new Quiesce.BackupMode();
            case "none" -> new Quiesce.None();
            default -> new Quiesce.Hold(Quiesce.Still.WRITES, Quiesce.Tier.BACK_END);
        };
        String noText = is(Fault.NO_TEXT_IN_A_RECORD) ? "\ud800" : "a ledger";
        List<Component> components = new ArrayList<>();
        components.add(component(LEDGER, "data", quiesce, Map.of("what", noText)));
        if (settings.requiredText("quiesce").equals("several")) {
            components.add(component(ARCHIVE, "archive", quiesce, Map.of()));
            components.add(component(JOURNAL, "journal", new Quiesce.None(), Map.of()));
        }
        String hint = is(Fault.NULL_IN_A_RECORD) ? null : "";
        return new Inventory(components, List.of(new Inventory.Notice("ledger.small", "it is small", hint)));
    }

    private Component component(ComponentId id, String name, Quiesce quiesce, Map<String, String> facts) {
        FileSet files = FileSet.all(SourcePath.of(folder.resolve(name).toString()));
        return new Component(id, List.of(files), quiesce, true, facts);
    }

    @Override
    public Participant join(Cycle cycle) {
        joined = true;
        boolean holds = !settings.values().get("quiesce").equals("backup-mode")
                && !settings.values().get("quiesce").equals("none");
        boolean freezable = (holds && !is(Fault.HOLD_NOT_FREEZABLE)) || is(Fault.FREEZABLE_WITHOUT_HOLD);
        return freezable ? new LedgerHold(this, cycle) : new LedgerParticipant(this);
    }

    @Override
    public void close() {}

    static void touch(Path file) throws WriterException {
        try {
            Files.writeString(file, "1\n");
        } catch (IOException e) {
            throw new WriterException("ledger.file", "cannot write " + file, Retry.UNKNOWN, "", e);
        }
    }
}
