// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import java.util.concurrent.atomic.AtomicInteger;

/** Memory that several chunks share, also of several files; free again when the last of them is saved. Any thread. */
final class Slab {
    private final byte[] bytes;
    private final Slabs slabs;
    private final AtomicInteger users = new AtomicInteger();

    Slab(Slabs slabs, int size) {
        this.slabs = slabs;
        this.bytes = new byte[size];
    }

    byte[] bytes() {
        return bytes;
    }

    /** One more needs it. */
    void use() {
        users.incrementAndGet();
    }

    /** One less needs it. */
    void done() {
        if (users.decrementAndGet() == 0) {
            slabs.giveBack(this);
        }
    }
}
