// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The records of a pax extended header: {@code LENGTH KEYWORD=VALUE\n}, see POSIX.1-2017, utility pax, "pax Extended
 * Header". A value may be any bytes: GNU tar and libarchive go by the length. One thread.
 */
final class PaxRecords {
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();

    void add(String keyword, String value) {
        add(keyword, value.getBytes(StandardCharsets.UTF_8));
    }

    void add(String keyword, byte[] value) {
        byte[] key = keyword.getBytes(StandardCharsets.UTF_8);
        int rest = 1 + key.length + 1 + value.length + 1;
        int length = rest + digits(rest);
        if (digits(length) != digits(rest)) {
            length = rest + digits(length);
        }
        records.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
        records.writeBytes(key);
        records.write('=');
        records.writeBytes(value);
        records.write('\n');
    }

    boolean isEmpty() {
        return records.size() == 0;
    }

    byte[] bytes() {
        return records.toByteArray();
    }

    private static int digits(int number) {
        return Integer.toString(number).length();
    }
}
