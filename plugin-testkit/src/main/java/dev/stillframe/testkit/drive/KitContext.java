// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.drive;

import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** As much of a host as a writer sees: the application's name, the clock, and no right to see who has files open. */
public final class KitContext implements WriterContext {
    /** The application's name. */
    public static final String APPLICATION = "under-test";

    private final Offers offers;

    /** What the writers of the system offer. */
    @FunctionalInterface
    public interface Offers {
        /** Of one writer. */
        List<NativeComponent> of(UUID writer) throws WriterException;
    }

    /** @param offers those for the application under test */
    public KitContext(Offers offers) {
        this.offers = offers;
    }

    @Override
    public String application() {
        return APPLICATION;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public List<NativeComponent> nativeComponents(UUID writer) throws WriterException {
        return offers.of(writer);
    }

    @Override
    public OpenFiles openFiles(List<SourcePath> roots) {
        return new OpenFiles(List.of(), false);
    }
}
