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
 */
public final class LedgerApplication implements Application {
    private static final int SLOTS = 256;
    private static final long PAUSE_MICROS = 500;

    private final Path folder;
    private final Map<String, Object> settings = new HashMap<>();
    private final Optional<Blindness> blindness;
    private long next;

    public LedgerApplication(Path folder, String quiesce, Optional<Fault> fault, Optional<Blindness> blindness)
            throws IOException {
        this.folder = folder;
        this.blindness = blindness;
        settings.put("folder", folder.toString());
        settings.put("quiesce", quiesce);
        fault.ifPresent(each -> settings.put("fault", each.name()));
        Files.createDirectories(folder.resolve("data"));
        Files.createFile(folder.resolve("gate"));
        Files.createFile(folder.resolve("running"));
        for (int i = 0; i < SLOTS; i++) {
            write("data/ledger");
        }
    }

    @Override
    public Settings settings() {
        return new Settings(settings);
    }

    @Override
    public void work() throws Exception {
        while (true) {
            try (FileChannel gate = FileChannel.open(folder.resolve("gate"), StandardOpenOption.WRITE)) {
                FileLock lock = lock(gate);
                boolean works = blindness.filter(Blindness.NEVER_WORKS::equals).isEmpty();
                if (works && lock != null && !Files.exists(folder.resolve("hold"))) {
                    write(blindness.filter(Blindness::elsewhere).isPresent() ? "elsewhere" : "data/ledger");
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

    private void write(String name) throws IOException {
        ByteBuffer bytes = Slots.encode(next);
        try (FileChannel file =
                FileChannel.open(folder.resolve(name), StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            file.write(bytes, next % SLOTS * Slots.SIZE);
        }
        next++;
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
