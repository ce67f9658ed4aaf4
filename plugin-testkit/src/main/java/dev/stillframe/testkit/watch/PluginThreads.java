// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.watch;

import java.util.List;

/** The threads that a plugin started: they have its class loader, or are of one of its classes. */
public final class PluginThreads {
    /** The JDK's own, which wait for processes: they inherit the class loader of whoever started the first, and end. */
    private static final String REAPER = "process reaper";

    private PluginThreads() {}

    /** Their names, without the threads of the kit that are in a call just now. */
    public static List<String> of(ClassLoader plugin) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> thread.getContextClassLoader() == plugin
                        || thread.getClass().getClassLoader() == plugin)
                .map(Thread::getName)
                .filter(name -> !name.startsWith(REAPER))
                .sorted()
                .toList();
    }
}
