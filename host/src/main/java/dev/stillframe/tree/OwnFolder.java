// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The folder that snapshots and clones lie in, on the filesystem that they show. No file set takes it: in a snapshot it
 * shows earlier snapshots as empty folders, and in live files it holds whole copies.
 */
public final class OwnFolder {
    public static final String NAME = ".stillframe-snapshots";

    private static final byte[] BYTES = NAME.getBytes(StandardCharsets.UTF_8);

    private OwnFolder() {}

    /** Whether a name is reserved for it, in any folder. */
    public static boolean is(byte[] name) {
        return Arrays.equals(BYTES, name);
    }
}
