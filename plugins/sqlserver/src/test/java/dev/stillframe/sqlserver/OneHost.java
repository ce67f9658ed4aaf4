// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.VssOffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A host.
 *
 * @param offered by SqlServerWriter; empty where there is no VSS
 */
record OneHost(Optional<List<NativeComponent>> offered) implements WriterContext {
    static final OneHost LINUX = new OneHost(Optional.empty());

    @Override
    public String application() {
        return "shop";
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public OpenFiles openFiles(List<SourcePath> roots) {
        return new OpenFiles(List.of(), true);
    }

    @Override
    public List<NativeComponent> nativeComponents(UUID writer) throws WriterException {
        return offered.isPresent() && writer.equals(VssOffer.WRITER)
                ? offered.get()
                : WriterContext.super.nativeComponents(writer);
    }
}
