// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.SourcePath;
import dev.stillframe.store.archive.ArchiveEntry.Placement;
import dev.stillframe.tree.Node;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Writes entries in an archive's own format. What the format cannot hold is counted in {@link Remarks}. One thread. */
interface Packer extends Closeable {
    /** Whether only extents are written; else the zeros between them are written too. */
    boolean leavesHolesOut();

    /** Writes an entry that has no content. */
    void put(Node node) throws IOException;

    /** Writes another name of an entry. */
    void link(Node node, SourcePath first) throws IOException;

    /**
     * Begins a regular file; then its bytes through {@link #write}, with or without its holes, then {@link #end}.
     */
    void begin(Node node, List<Extent> extents) throws IOException;

    void write(byte[] bytes, int length) throws IOException;

    /** Ends the file that was begun. */
    Placement end() throws IOException;

    /** Makes everything written so far readable in the file. */
    void cut() throws IOException;

    /** Ends the archive. */
    void finish() throws IOException;

    /** The frames in the file; none if the format has none. */
    List<Frames.Frame> frames();

    /** Reads what was written up to the last {@link #cut} or {@link #finish}. */
    PlainSource source() throws IOException;

    /** Lets go of threads and memory; not of the file. */
    @Override
    void close();
}
