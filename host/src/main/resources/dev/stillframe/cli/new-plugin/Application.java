package __PACKAGE__;

import dev.stillframe.api.Settings;
import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.Damage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A stand-in for the application: put your own here. */
final class __CLASS__Application implements Application {
    private final Path folder;
    private final Path notes;

    __CLASS__Application(Path folder) throws Exception {
        this.folder = folder;
        notes = Files.createDirectories(folder.resolve("data")).resolve("notes.txt");
        Files.createFile(folder.resolve("gate"));
        for (int i = 0; i < 200; i++) {
            Files.writeString(notes, __CLASS__Validation.line("note " + i), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    @Override
    public Settings settings() {
        return new Settings(Map.of("folder", folder.toString()));
    }

    /** One acknowledged write. Waits while the gate is locked. */
    @Override
    public void work() throws Exception {
        while (true) {
            try (FileChannel gate = FileChannel.open(folder.resolve("gate"), StandardOpenOption.WRITE)) {
                if (gate.tryLock() != null) {
                    Files.writeString(notes, __CLASS__Validation.line("at " + System.nanoTime()), StandardOpenOption.APPEND);
                    return;
                }
            } catch (OverlappingFileLockException e) {
                // the writer under test has it, in this very process
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** What is acknowledged is in the file. */
    @Override
    public Duration flushInterval() {
        return Duration.ofMillis(10);
    }

    /** Another file takes the name: the lock holds nothing any more. */
    @Override
    public void breakHold() throws IOException {
        Path other = Files.createFile(folder.resolve("gate.new"));
        Files.move(other, folder.resolve("gate"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** Lines that are cut off whole leave no trace. */
    @Override
    public boolean blind(Damage damage) throws IOException {
        if (damage.kind() != Damage.Kind.TRUNCATED || damage.at() == 0) {
            return damage.kind() == Damage.Kind.TRUNCATED;
        }
        try (RandomAccessFile file = new RandomAccessFile(notes.toFile(), "r")) {
            file.seek(damage.at() - 1);
            return file.read() == '\n';
        }
    }

    @Override
    public void stop() {}
}
