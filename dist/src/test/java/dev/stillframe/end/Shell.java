// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs a shell script in a folder, for what Java cannot name or make. */
final class Shell {
    private Shell() {}

    /** What it printed, byte for byte. */
    static String run(Path folder, String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-euc", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("a script failed in " + folder + ":\n" + output);
        }
        return output;
    }

    /** The paths of a btrfs filesystem's subvolumes. */
    static String subvolumes(Path root) throws IOException, InterruptedException {
        return run(root, "btrfs subvolume list .");
    }
}
