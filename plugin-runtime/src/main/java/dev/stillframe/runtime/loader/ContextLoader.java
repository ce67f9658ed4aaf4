// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import dev.stillframe.api.WriterFactory;
import dev.stillframe.api.snapshot.SnapshotProvider;
import org.jspecify.annotations.Nullable;

/**
 * The context class loader of one plugin. What it is laid around behaves as before, with the plugin's class loader set
 * around every call, and so does everything that comes out of it: a participant is {@link dev.stillframe.api.Freezable}
 * and a factory has a capability if and only if the plugin's own does. Any thread.
 */
public final class ContextLoader {
    private final ClassLoader loader;
    private final Leases leases;

    public ContextLoader(ClassLoader loader, Leases leases) {
        this.loader = loader;
        this.leases = leases;
    }

    /** A factory whose plugin is never unloaded: for tests and for writers on the host's own class path. */
    public static WriterFactory around(WriterFactory factory, ClassLoader loader) {
        return new ContextLoader(loader, new Leases()).around(factory);
    }

    /** The same factory, with the same capabilities. */
    public WriterFactory around(WriterFactory factory) {
        return FactoryCalls.around(factory, this);
    }

    public SnapshotProvider around(SnapshotProvider provider) {
        return new ProviderInContext(provider, this);
    }

    /** What is open in this plugin. */
    public Leases leases() {
        return leases;
    }

    /** Begins a call: the caller hands what this returns to {@link #leave} in a finally block. */
    public @Nullable ClassLoader enter() {
        leases.callBegins();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        return before;
    }

    /** Ends a call. */
    public void leave(@Nullable ClassLoader before) {
        Thread.currentThread().setContextClassLoader(before);
        leases.callEnds();
    }
}
