// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.machine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A virtual machine with Debian's kernel, two processors and what this one's filesystem holds; what it writes is lost at
 * its end. {@code scripts/machine} makes what it starts from. QEMU emulates it, so that everything takes ten times as long.
 */
final class Machine {
    private final Path folder;

    private Machine(Path folder) {
        this.folder = folder;
    }

    /** The test is skipped without one. */
    static Machine assumed() {
        String folder = System.getProperty("stillframe.machine", "");
        assumeTrue(!folder.isEmpty(), "skipped: no virtual machine was asked for (-Pmachine, after scripts/machine)");
        assumeTrue(
                Files.exists(Path.of(folder, "initrd")),
                "skipped: there is no machine in " + folder + ": scripts/machine");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")), "skipped: no qemu-system-x86_64");
        return new Machine(Path.of(folder).toAbsolutePath());
    }

    /**
     * Starts it, runs a script in it as root, and waits for its end.
     *
     * @return what it printed
     */
    List<String> run(Path script, Duration limit) throws IOException, InterruptedException {
        Process machine = new ProcessBuilder(
                        "/usr/bin/qemu-system-x86_64",
                        "-accel",
                        "tcg,thread=multi",
                        "-cpu",
                        "max",
                        "-smp",
                        "2",
                        "-m",
                        "3G",
                        "-nodefaults",
                        "-no-user-config",
                        "-display",
                        "none",
                        "-no-reboot",
                        "-serial",
                        "stdio",
                        "-kernel",
                        folder.resolve("vmlinux").toString(),
                        "-initrd",
                        folder.resolve("initrd").toString(),
                        "-append",
                        "console=ttyS0 quiet loglevel=1 mitigations=off random.trust_cpu=on panic=-1 stillframe.start="
                                + script.toAbsolutePath() + " stillframe.modules=" + folder.resolve("lib/modules"),
                        "-fsdev",
                        "local,id=host,path=/,security_model=none,readonly=on,multidevs=remap",
                        "-device",
                        "virtio-9p-pci,fsdev=host,mount_tag=host")
                .redirectErrorStream(true)
                .start();
        CompletableFuture.delayedExecutor(limit.toSeconds(), TimeUnit.SECONDS).execute(machine::destroyForcibly);
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = machine.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line.stripTrailing());
            }
        } finally {
            machine.destroyForcibly();
        }
        machine.waitFor();
        return lines;
    }
}
