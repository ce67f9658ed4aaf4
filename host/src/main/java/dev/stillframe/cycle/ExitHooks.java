// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

/** Where work is left for the end of the JVM. */
@FunctionalInterface
interface ExitHooks {
    /** Runs the work when the JVM ends. Returns what takes it back; taking it back while the JVM ends does nothing. */
    Runnable add(Runnable work);

    /** The JVM's shutdown hooks: they run at the end of main, on SIGTERM and SIGINT, and when anybody calls System.exit. */
    static ExitHooks jvm() {
        return work -> {
            Thread hook = new Thread(work, "thaw at exit");
            try {
                Runtime.getRuntime().addShutdownHook(hook);
            } catch (IllegalStateException e) {
                work.run(); // the JVM ends already
            }
            return () -> remove(hook);
        };
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM ends: the hook has run or runs
        }
    }
}
