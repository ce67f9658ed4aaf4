// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The system's name, asked without the network: {@code /proc/sys/kernel/hostname} (see proc(5)), or the environment. */
final class HostName {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** Up to the first dot; empty if nobody knows. */
    static String ofSystem(Map<String, String> environment) {
        String name;
        try {
            name = Files.readString(KERNEL).strip();
        } catch (IOException e) { // not Linux
            name = environment.getOrDefault("COMPUTERNAME", environment.getOrDefault("HOSTNAME", ""));
        }
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
