// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import dev.stillframe.clock.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Another JVM that holds the lock of a state directory and writes intents until it is killed; acknowledges each on its output. */
final class WritingProcess {
    private WritingProcess() {}

    static Process start(Path root) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+PerfDisableSharedMem",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingProcess.class.getName(),
                        root.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        StateDirectory state = StateDirectory.at(Path.of(arguments[0])).prepare();
        StateDirectory.Occupied lock = state.occupy("job shop");
        try (Catalog catalogue = Catalog.open(state, Clock.system())) {
            int known = catalogue.open().size();
            for (int i = known; i < 1_000_000; i++) {
                catalogue.intend(Intents.full("c-" + i));
                System.out.println("c-" + i);
            }
        } finally {
            lock.close();
        }
    }
}
