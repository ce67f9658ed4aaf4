// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform;

/** The system that this process runs on; asked before any class of it is loaded. */
public final class OperatingSystem {
    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

    private OperatingSystem() {}

    /** Windows; else it is Linux. */
    public static boolean isWindows() {
        return WINDOWS;
    }
}
