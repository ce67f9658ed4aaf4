// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.store.restic.Repository;
import dev.stillframe.store.restic.lock.LockTiming;
import dev.stillframe.store.restic.lock.Locks;
import dev.stillframe.store.restic.lock.RepositoryLock;
import dev.stillframe.store.restic.prune.Prune;
import dev.stillframe.store.restic.prune.PruneSettings;
import dev.stillframe.tree.Destination.Published;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A process of its own that backs up, restores or prunes, so that it can be killed. */
final class KilledProcess {
    private KilledProcess() {}

    /** Arguments: backup, restore or prune, the repository, the source, a number, and for a restore the target. */
    public static void main(String[] arguments) throws Exception {
        TestRepository repository = new TestRepository(Path.of(arguments[1]));
        FolderBackup backup = new FolderBackup(repository.destination(), Path.of(arguments[2]), OptionalInt.of(8192));
        int number = Integer.parseInt(arguments[3]);
        System.out.println("ready");
        if (arguments[0].equals("backup")) {
            backup.make(number);
        } else if (arguments[0].equals("prune")) {
            prune(repository);
        } else {
            List<Published> all = repository.destination().list().backups();
            Published latest = all.get(all.size() - 1);
            backup.restore(latest, Path.of(arguments[4]));
        }
    }

    /** Packs everything again of which anything is not needed. */
    static void prune(TestRepository access) throws IOException {
        try (Repository repository = access.open();
                RepositoryLock alone = new Locks(repository, LockTiming.standard()).acquire(true)) {
            new Prune(repository, alone, new PruneSettings(0), bytes -> {}).run();
        }
    }

    static Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.inputReader().readLine();
        return process;
    }
}
