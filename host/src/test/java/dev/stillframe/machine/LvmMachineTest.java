// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of LVM in a virtual machine: the kernels of containers and of small sandboxes have no device mapper. */
class LvmMachineTest {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int TESTS = 7;

    @TempDir
    Path temp;

    @TestFactory
    @Timeout(900)
    Stream<DynamicTest> everyTestOfRealVolumesPassesInTheMachine() throws Exception {
        Machine machine = Machine.assumed();
        Path script = temp.resolve("start");
        Files.writeString(script, """
                export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DM_DISABLE_UDEV=1
                cd /
                modprobe -a loop dm-snapshot dm-thin-pool xfs ext4
                exec '%s' -XX:TieredStopAtLevel=1 -XX:+PerfDisableSharedMem -cp '%s' %s %s
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        InsideMachine.class.getName(),
                        "dev.stillframe.snapshot.lvm.RealVolumesTest"));

        long begun = System.nanoTime();
        List<String> said = machine.run(script, LIMIT);

        System.out.printf(
                "LvmMachineTest: %d s in the machine%n",
                Duration.ofNanos(System.nanoTime() - begun).toSeconds());
        said.forEach(line -> System.out.println("  " + line));
        assertThat(said).contains(InsideMachine.OVER);
        List<String> results = said.stream()
                .filter(line -> line.startsWith(InsideMachine.WELL)
                        || line.startsWith(InsideMachine.FAILED)
                        || line.startsWith(InsideMachine.SKIPPED))
                .toList();
        assertThat(results).as("how many ran").hasSizeGreaterThanOrEqualTo(TESTS);
        return results.stream()
                .map(line ->
                        DynamicTest.dynamicTest(line, () -> assertThat(line).startsWith(InsideMachine.WELL)));
    }
}
