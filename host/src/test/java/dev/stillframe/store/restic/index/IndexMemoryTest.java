// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An index fits in the heap that is promised: 10 million blobs in a gibibyte; CI takes a tenth of both. */
class IndexMemoryTest {
    @Test
    void anIndexFitsInTheHeapThatIsPromised() throws Exception {
        boolean soak = Boolean.getBoolean("stillframe.soak");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        soak ? "-Xmx1g" : "-Xmx112m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IndexMemory.class.getName(),
                        soak ? "10000000" : "1000000")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        System.out.print(output);
    }
}
