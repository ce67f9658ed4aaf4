// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The names in a buffer of FILE_ID_BOTH_DIR_INFO records (winbase.h), without those of the folder and its parent. */
final class FolderNames {
    private static final int NAME_LENGTH = 60;
    private static final int NAME = 104;

    private FolderNames() {}

    /** @throws IOException if records do not lie within the buffer */
    static List<String> parse(byte[] buffer) throws IOException {
        ByteBuffer records = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
        List<String> names = new ArrayList<>();
        int at = 0;
        while (true) {
            if (at < 0 || at > buffer.length - NAME) {
                throw new IOException("a folder's list ends in the middle of a record at " + at);
            }
            int length = records.getInt(at + NAME_LENGTH);
            if (length <= 0 || length % 2 != 0 || length > buffer.length - at - NAME) {
                throw new IOException("a folder's list has a name of " + length + " bytes at " + at);
            }
            String name = WideText.read(Arrays.copyOfRange(buffer, at + NAME, at + NAME + length));
            if (!name.equals(".") && !name.equals("..")) {
                names.add(name);
            }
            int next = records.getInt(at);
            if (next == 0) {
                return names;
            }
            if (next < NAME + length) {
                throw new IOException("a folder's list has a record of " + next + " bytes at " + at);
            }
            at += next;
        }
    }
}
