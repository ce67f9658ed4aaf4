// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.io.IOException;
import java.nio.file.Path;

/** A published archive: its manifest, read whole and checked, and the tree that it describes. */
record StoredArchive(Path file, ManifestSummary summary, Frames frames, ArchiveTree tree) {
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

    private static PlainSource source(Path file, ArchiveFormat format, Frames frames) throws IOException {
        return switch (format) {
            case TAR_ZSTD -> new FrameSource(file, FrameCodec.ZSTD, frames);
            case TAR_GZIP -> new FrameSource(file, FrameCodec.GZIP, frames);
            case ZIP -> throw new UnsupportedOperationException();
        };
    }
}
