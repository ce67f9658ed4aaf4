// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads what a program prints, so that it never waits for a reader, and keeps the last of it in memory. */
final class Tail {
    private static final int KEPT = 2000;
    private static final long PATIENCE_MILLIS = 200;

    private final byte[] kept = new byte[KEPT];
    private final Thread reader;

    // guarded by this
    private long total;

    private Tail(InputStream output) {
        reader = new Thread(() -> read(output), "output of a program");
        reader.setDaemon(true);
    }

    static Tail of(InputStream output) {
        Tail tail = new Tail(output);
        tail.reader.start();
        return tail;
    }

    /** What was printed, on one line. Waits a little for the rest: somebody else may keep the pipe open. */
    String text() throws InterruptedException {
        reader.join(PATIENCE_MILLIS);
        byte[] last;
        synchronized (this) {
            int length = (int) Math.min(total, KEPT);
            last = new byte[length];
            for (int i = 0; i < length; i++) {
                last[i] = kept[(int) ((total - length + i) % KEPT)];
            }
        }
        String text = new String(last, StandardCharsets.UTF_8);
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }

    private void read(InputStream output) {
        byte[] buffer = new byte[512];
        try (output) {
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                add(buffer, count);
            }
        } catch (IOException e) {
            return; // the program was killed, and its pipe with it
        }
    }

    private synchronized void add(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            kept[(int) (total++ % KEPT)] = bytes[i];
        }
    }
}
