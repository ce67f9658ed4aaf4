// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.LateFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Node;
import java.io.IOException;
import java.util.Optional;

/** A late file on its way to the sink. */
record LateReading(Node node, Content content) implements AutoCloseable {
    /** @throws IOException if its source, or what it is to be like, cannot be read */
    static LateReading open(Late late, SourceFiles files, LateNodes nodes, Readings readings) throws IOException {
        if (late.file().content() instanceof LateFile.Bytes bytes) {
            Content content = HeldContent.of(bytes.bytes());
            return new LateReading(nodes.file(late, content.size(), Optional.empty()), content);
        }
        SourceFile file = files.file(place(files, ((LateFile.CopyOf) late.file().content()).file()));
        try {
            Metadata source = file.metadata();
            Node node = nodes.file(late, source.size(), Optional.of(source));
            return new LateReading(node, readings.still(node.path(), file, source.size()));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Writers name files as their applications do, with links on the way: the folder may be one, the file may not. */
    static SourcePath place(SourceFiles files, SourcePath named) throws IOException {
        Optional<SourcePath> folder = named.parent();
        return folder.isEmpty() ? named : files.real(folder.get()).child(named.name());
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
