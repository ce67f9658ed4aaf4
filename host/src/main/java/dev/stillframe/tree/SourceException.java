// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.api.SourcePath;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One file of the source could not be read. Concerns that file alone: the backup goes on and names it. */
public final class SourceException extends IOException {
    private static final long serialVersionUID = 1L;

    private final SourcePath path;

    public SourceException(SourcePath path, String what, @Nullable Throwable cause) {
        super(path + ": " + what, cause);
        this.path = path;
    }

    public SourcePath path() {
        return path;
    }
}
