// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The end of what a command said. It is read to its end on a thread of its own, so that a command that says a lot never
 * waits for somebody to listen, and only the last of it is kept.
 */
final class OutputTail implements Runnable {
    private static final int KEPT = 2048;
    private static final int LINES = 5;

    private final InputStream output;
    private final byte[] ring = new byte[KEPT];
    private long written;

    OutputTail(InputStream output) {
        this.output = output;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        try {
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                keep(buffer, read);
            }
        } catch (IOException e) {
            // closed because the command was killed: what is kept is all there is
        }
    }

    private synchronized void keep(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            ring[(int) (written++ % KEPT)] = bytes[i];
        }
    }

    /** The last lines on one line, without control characters; empty if nothing was said. */
    synchronized String text() {
        int count = (int) Math.min(written, KEPT);
        byte[] last = new byte[count];
        for (int i = 0; i < count; i++) {
            last[i] = ring[(int) ((written - count + i) % KEPT)];
        }
        String[] lines = new String(last, StandardCharsets.UTF_8).strip().split("\\R+");
        String text = String.join(" | ", Arrays.copyOfRange(lines, Math.max(0, lines.length - LINES), lines.length));
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
