// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.ledger;

import dev.stillframe.api.Settings;
import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Writes numbered records into the slots of a file, one after the other and round again. It stands still while a marker
 * file lies beside its folder, and holds a lock on its gate while it writes; another marker is its backup mode.
 * On request it keeps several ledgers.
 */
public final class LedgerApplication implements Application {
    private static final int SLOTS = 256;
    private static final long PAUSE_MICROS = 500;

    private final Path folder;
    private final Map<String, Object> settings = new HashMap<>();
    private final Optional<Blindness> blindness;
    /** Whether there is an archive, written with the ledger, and a journal of all attempts, which nothing holds. */
    private final boolean several;

    private long next;
    private long attempts;

    public LedgerApplication(Path folder, String quiesce, Optional<Fault> fault, Optional<Blindness> blindness)
            throws IOException {
        this.folder = folder;
        this.blindness = blindness;
        several = quiesce.equals("several");
        settings.put("folder", folder.toString());
        settings.put("quiesce", quiesce);
        fault.ifPresent(each -> settings.put("fault", each.name()));
        for (String each : List.of("data", "archive", "journal")) {
            Files.createDirectories(folder.resolve(each));
        }
        Files.createFile(folder.resolve("gate"));
        Files.createFile(folder.resolve("running"));
        for (int i = 0; i < SLOTS; i++) {
            write("archive/ledger", next);
            attempt();
            write("data/ledger", next++);
        }
    }

    @Override
    public Settings settings() {
        return new Settings(settings);
    }

    @Override
    public void work() throws Exception {
        while (true) {
            if (several) {
                attempt();
            }
            try (FileChannel gate = FileChannel.open(folder.resolve("gate"), StandardOpenOption.WRITE)) {
                FileLock lock = lock(gate);
                boolean works = !blind(Blindness.NEVER_WORKS);
                if (works && lock != null && !Files.exists(folder.resolve("hold"))) {
                    if (several && !blind(Blindness.WRITES_TO_ONE_COMPONENT_ONLY)) {
                        write("archive/ledger", next);
                    }
                    write(blindness.filter(Blindness::elsewhere).isPresent() ? "elsewhere" : "data/ledger", next++);
                    return;
                }
            }
            TimeUnit.MICROSECONDS.sleep(PAUSE_MICROS);
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock lock(FileChannel gate) throws IOException {
        try {
            return gate.tryLock();
        } catch (OverlappingFileLockException e) { // held by the writer, in this very process
            return null;
        }
    }

    private boolean blind(Blindness one) {
        return blindness.filter(one::equals).isPresent();
    }

    private void attempt() throws IOException {
        write("journal/ledger", attempts++);
    }

    private void write(String name, long number) throws IOException {
        ByteBuffer bytes = Slots.encode(number);
        try (FileChannel file =
                FileChannel.open(folder.resolve(name), StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            file.write(bytes, number % SLOTS * Slots.SIZE);
        }
    }

    @Override
    public Duration flushInterval() {
        return Duration.ofMillis(20);
    }

    @Override
    public Optional<List<String>> held() {
        List<String> held = new ArrayList<>();
        if (blindness.filter(Blindness::knowsNoHold).isPresent()) {
            return Optional.of(held);
        }
        for (String marker : List.of("hold", "backup")) {
            if (Files.exists(folder.resolve(marker))) {
                held.add(marker);
            }
        }
        return Optional.of(held);
    }

    @Override
    public Optional<String> state() {
        return blindness.filter(Blindness.STATE_SAYS_NOTHING::equals).map(blind -> "");
    }

    @Override
    public void breakHold() throws IOException {
        Files.delete(folder.resolve("hold"));
    }

    @Override
    public Set<Damage.Kind> visible() {
        // no slot tells that another, as good as this one, was there before
        return EnumSet.complementOf(EnumSet.of(Damage.Kind.MISPLACED_SECTOR));
    }

    @Override
    public void stop() throws IOException {
        Files.deleteIfExists(folder.resolve("running"));
    }
}
