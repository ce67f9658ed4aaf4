// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.watch;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Stands before {@code System.out} and keeps what is printed there in calls of a writer, told by the thread's context class
 * loader, which is the plugin's in every call. Everything goes on to where it went before.
 */
public final class SilentOut implements AutoCloseable {
    private static final int KEPT = 200;

    private final PrintStream before;
    private final ClassLoader plugin;
    private final StringBuilder printed = new StringBuilder(); // guarded by itself

    private SilentOut(PrintStream before, ClassLoader plugin) {
        this.before = before;
        this.plugin = plugin;
    }

    /** Begins to watch. */
    public static SilentOut watch(ClassLoader plugin) {
        SilentOut silent = new SilentOut(System.out, plugin);
        System.setOut(new PrintStream(silent.new Tap(), true, StandardCharsets.UTF_8));
        return silent;
    }

    /** The beginning of what was printed. */
    public String printed() {
        synchronized (printed) {
            return printed.toString();
        }
    }

    @Override
    public void close() {
        System.setOut(before);
    }

    private final class Tap extends OutputStream {
        @Override
        public void write(int b) {
            if (Thread.currentThread().getContextClassLoader() == plugin) {
                synchronized (printed) {
                    if (printed.length() < KEPT) {
                        printed.append((char) (b & 0xff));
                    }
                }
            }
            before.write(b);
        }

        @Override
        public void flush() {
            before.flush();
        }
    }
}
