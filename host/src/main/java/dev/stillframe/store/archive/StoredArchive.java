// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A published archive: its manifest, read whole and checked, and the tree that it describes. */
record StoredArchive(Path file, ManifestSummary summary, Frames frames, ArchiveTree tree) implements Closeable {
    static StoredArchive open(DraftFiles files) throws IOException {
        ManifestSummary summary = ManifestSummary.read(files.manifest());
        ManifestIndex index = ManifestIndex.read(files.manifest(), summary);
        Path file = files.archive(summary.format());
        Frames frames = new Frames(index.frames());
        ManifestLines lines = new ManifestLines(files.manifest());
        try {
            return new StoredArchive(
                    file,
                    summary,
                    frames,
                    new ArchiveTree(index.lines(), lines, source(file, summary.format(), frames)));
        } catch (IOException e) {
            lines.close();
            throw e;
        }
    }

    /** Names the frames that cannot be read; none in a format without frames. */
    List<String> damagedFrames() throws IOException {
        List<String> damaged = new ArrayList<>();
        try (PlainSource source = source(file, summary.format(), frames)) {
            if (source instanceof FrameSource framed) {
                for (int i = 0; i < frames.count(); i++) {
                    try {
                        framed.frame(i);
                    } catch (DamagedException e) {
                        damaged.add(e.getMessage());
                    }
                }
            }
        }
        return damaged;
    }

    private static PlainSource source(Path file, ArchiveFormat format, Frames frames) throws IOException {
        return switch (format) {
            case TAR_ZSTD -> new FrameSource(file, FrameCodec.ZSTD, frames);
            case TAR_GZIP -> new FrameSource(file, FrameCodec.GZIP, frames);
            case ZIP -> new ZipSource(file);
        };
    }

    @Override
    public void close() throws IOException {
        tree.close();
    }
}
