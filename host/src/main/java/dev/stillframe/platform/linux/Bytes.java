// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import dev.stillframe.api.SourcePath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text for the C library: bytes that end with NUL. */
final class Bytes {
    static final byte[] EMPTY = {0};

    private Bytes() {}

    static byte[] of(SourcePath path) {
        return terminated(path.bytes());
    }

    static byte[] of(String text) {
        return terminated(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] terminated(byte[] raw) {
        for (byte b : raw) {
            if (b == 0) {
                throw new IllegalArgumentException("contains NUL: " + new String(raw, StandardCharsets.UTF_8));
            }
        }
        return Arrays.copyOf(raw, raw.length + 1);
    }

    /** One name in a folder: nothing that leads out of it. */
    static byte[] name(byte[] raw) {
        return terminated(SourcePath.root().child(raw).name());
    }
}
