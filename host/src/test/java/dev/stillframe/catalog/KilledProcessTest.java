// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.clock.Clock;
import dev.stillframe.cycle.Intent;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KilledProcessTest {
    @TempDir
    Path root;

    @Test
    void every_acknowledged_intent_survives_kills_in_the_middle_of_writing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            Process process = WritingProcess.start(root);
            try (BufferedReader output = process.inputReader()) {
                for (int lines = 1 + random.nextInt(40); lines > 0; lines--) {
                    acknowledged.add(output.readLine());
                }
                process.toHandle().destroyForcibly(); // unlike the Process, it leaves the output open: it may hold more
                output.lines().forEach(acknowledged::add);
            } finally {
                process.destroyForcibly().waitFor();
            }

            try (Catalog catalogue = Catalog.open(StateDirectory.at(root), Clock.system())) {
                assertThat(catalogue.open())
                        .extracting(Intent::cycle)
                        .doesNotContainNull()
                        .containsAll(acknowledged);
            }
        }
    }

    @Test
    void the_lock_names_its_holder_and_ends_with_it() throws Exception {
        StateDirectory state = StateDirectory.at(root).prepare();
        Process process = WritingProcess.start(root);
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).startsWith("c-");

            assertThatThrownBy(() -> state.occupy("job other"))
                    .hasMessageContaining("[state.busy]")
                    .hasMessageContaining("process " + process.pid() + ", job shop");
        } finally {
            process.destroyForcibly().waitFor();
        }
        state.occupy("job other").close();
    }
}
