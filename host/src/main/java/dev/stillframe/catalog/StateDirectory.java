// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import dev.stillframe.error.StillframeException;
import java.nio.file.Path;

/** The folder that keeps a host's state, made when it is first needed. Any thread. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class StateDirectory {
    private final Path folder;

    private StateDirectory(Path folder) {
        this.folder = folder;
    }

    /** Looks at nothing yet. */
    public static StateDirectory at(Path folder) {
        return new StateDirectory(folder);
    }

    public Path folder() {
        return folder;
    }

    /**
     * Takes the one right to change what this host holds: held by the living process, gone with it.
     *
     * @param purpose what for, as others read it
     * @throws StillframeException {@code state.busy} if another process has it, with its process id and purpose
     */
    public Occupied occupy(String purpose) throws StillframeException {
        throw new UnsupportedOperationException(purpose);
    }

    /** The right, until it is closed. */
    public interface Occupied extends AutoCloseable {
        @Override
        void close();
    }
}
