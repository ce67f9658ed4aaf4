// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Names under which entries are made, and what an interrupted restore left under such names. Any thread. */
final class Leftovers {
    private static final byte[] PREFIX = ".stillframe-restore-".getBytes(StandardCharsets.US_ASCII);

    private final String own = UUID.randomUUID().toString();
    private final AtomicLong count = new AtomicLong();
    private final boolean continued;

    /** @param continued whether an earlier restore of the same backup was interrupted */
    Leftovers(boolean continued) {
        this.continued = continued;
    }

    /** A name that nothing has. */
    byte[] fresh() {
        byte[] rest = (own + "-" + count.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
        byte[] name = Arrays.copyOf(PREFIX, PREFIX.length + rest.length);
        System.arraycopy(rest, 0, name, PREFIX.length, rest.length);
        return name;
    }

    /** The folder, after what was half made in it is removed; closed if that fails. */
    TargetFolder removedFrom(TargetFolder folder) throws TargetException {
        try {
            removeFrom(folder);
            return folder;
        } catch (TargetException e) {
            folder.close();
            throw e;
        }
    }

    /** Removes what was half made in a folder. */
    void removeFrom(TargetFolder folder) throws TargetException {
        if (continued) {
            for (byte[] name : folder.list()) {
                if (isOurs(name)) {
                    folder.remove(name);
                }
            }
        }
    }

    private boolean isOurs(byte[] name) {
        boolean half = name.length > PREFIX.length && Arrays.equals(name, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
        return half && !new String(name, StandardCharsets.ISO_8859_1).contains(own);
    }
}
