// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is open in a plugin, and how many calls run in its code. A thaw that finds its classes gone would fail, so a plugin
 * is unloaded only when both are none. Any thread.
 */
public final class Leases {
    private final Set<Lease> open = new LinkedHashSet<>();
    private final AtomicInteger calls = new AtomicInteger();
    private boolean ended;

    /**
     * Notes that something was opened.
     *
     * @param what for people, for example {@code participant of orders}
     * @throws IllegalStateException if the plugin was unloaded
     */
    public synchronized Lease take(String what) {
        if (ended) {
            throw new IllegalStateException("the plugin was unloaded: " + what);
        }
        Lease lease = new Lease(what);
        open.add(lease);
        return lease;
    }

    /** What keeps the plugin loaded, for people, oldest first; empty if it may be unloaded. */
    public synchronized List<String> open() {
        List<String> all = new ArrayList<>();
        open.forEach(lease -> all.add(lease.what));
        int running = calls.get();
        if (running > 0) {
            all.add(running == 1 ? "1 call that has not returned" : running + " calls that have not returned");
        }
        return all;
    }

    /** How many calls run in the plugin's code now, those that nobody waits for any more among them. */
    public int running() {
        return calls.get();
    }

    /** Ends the giving of leases, if none is open. Returns whether the plugin may be unloaded now. May be repeated. */
    public synchronized boolean end() {
        if (open.isEmpty() && calls.get() == 0) {
            ended = true;
        }
        return ended;
    }

    void callBegins() {
        calls.incrementAndGet();
    }

    void callEnds() {
        calls.decrementAndGet();
    }

    /** One open thing. */
    public final class Lease {
        private final String what;

        private Lease(String what) {
            this.what = what;
        }

        /** May be called twice. */
        public void release() {
            synchronized (Leases.this) {
                open.remove(this);
            }
        }
    }
}
