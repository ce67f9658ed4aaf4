// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the files that were read last open, because validators read many files piece by piece. Any thread.
 *
 * @param <K> names a file
 * @param <H> an open file
 */
final class OpenHandles<K, H extends AutoCloseable> implements AutoCloseable {
    private static final int KEPT = 64;

    /** Opens a file. */
    interface Opener<K, H> {
        H open(K name) throws IOException;
    }

    /** Reads from an open file. */
    interface Use<H> {
        int on(H handle) throws IOException;
    }

    private static final class Entry<H> {
        private final H handle;
        private int users;

        Entry(H handle) {
            this.handle = handle;
        }
    }

    private final Opener<K, H> opener;
    private final Map<K, Entry<H>> open = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    OpenHandles(Opener<K, H> opener) {
        this.opener = opener;
    }

    int use(K name, Use<H> use) throws IOException {
        Entry<H> entry = take(name);
        try {
            return use.on(entry.handle);
        } finally {
            giveBack(entry);
        }
    }

    private synchronized Entry<H> take(K name) throws IOException {
        if (closed) {
            throw new IOException(name + ": the image was closed");
        }
        Entry<H> entry = open.get(name);
        if (entry == null) {
            entry = new Entry<>(opener.open(name));
            open.put(name, entry);
        }
        entry.users++;
        return entry;
    }

    private synchronized void giveBack(Entry<H> used) {
        used.users--;
        Iterator<Entry<H>> oldest = open.values().iterator();
        while ((closed || open.size() > KEPT) && oldest.hasNext()) {
            Entry<H> entry = oldest.next();
            if (entry.users == 0) {
                oldest.remove();
                close(entry);
            }
        }
    }

    private static void close(Entry<? extends AutoCloseable> entry) {
        try {
            entry.handle.close();
        } catch (Exception ignored) {
            // it was only read: nothing is lost
        }
    }

    /** Closes every file; those in use when their use ends. */
    @Override
    public synchronized void close() {
        closed = true;
        Iterator<Entry<H>> all = open.values().iterator();
        while (all.hasNext()) {
            Entry<H> entry = all.next();
            if (entry.users == 0) {
                all.remove();
                close(entry);
            }
        }
    }
}
