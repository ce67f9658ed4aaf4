// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.tree.Destination.Published;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A process of its own that backs up or restores, so that it can be killed. */
final class KilledProcess {
    private KilledProcess() {}

    /** Arguments: backup or restore, the repository, the source, a number, and for a restore the target. */
    public static void main(String[] arguments) throws Exception {
        TestRepository repository = new TestRepository(Path.of(arguments[1]));
        FolderBackup backup = new FolderBackup(repository.destination(), Path.of(arguments[2]), OptionalInt.of(8192));
        int number = Integer.parseInt(arguments[3]);
        System.out.println("ready");
        if (arguments[0].equals("backup")) {
            backup.make(number);
        } else {
            List<Published> all = repository.destination().list().backups();
            Published latest = all.get(all.size() - 1);
            backup.restore(latest, Path.of(arguments[4]));
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
