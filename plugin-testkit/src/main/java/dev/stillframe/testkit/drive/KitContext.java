// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.drive;

import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import java.time.InstantSource;
import java.util.List;

/** As much of a host as a writer sees: the application's name, the clock, and no right to see who has files open. */
public final class KitContext implements WriterContext {
    /** The application's name. */
    public static final String APPLICATION = "under-test";

    @Override
    public String application() {
        return APPLICATION;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public OpenFiles openFiles(List<SourcePath> roots) {
        return new OpenFiles(List.of(), false);
    }
}
