// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.reflink;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.OpenFile;

/** Looks at everything once, so that the kernel has it in its caches. */
final class Look implements SourceWalk.Visitor {
    @Override
    public void entry(SourcePath path, Metadata metadata) {
        // the walk has looked at it
    }

    @Override
    public void file(SourcePath path, OpenFile file) throws LinuxException {
        file.metadata();
    }

    @Override
    public void vanished(SourcePath path) {
        // taking will see for itself
    }
}
