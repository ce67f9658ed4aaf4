// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import dev.stillframe.api.snapshot.Metadata;
import java.util.Optional;

/** The file type bits of a mode, see inode(7). */
final class FileType {
    static final int MASK = 0170000;
    static final int SOCKET = 0140000;
    static final int SYMBOLIC_LINK = 0120000;
    static final int FILE = 0100000;
    static final int BLOCK_DEVICE = 0060000;
    static final int FOLDER = 0040000;
    static final int CHARACTER_DEVICE = 0020000;
    static final int FIFO = 0010000;

    private FileType() {}

    static int bits(Metadata.Kind kind) {
        return switch (kind) {
            case FILE -> FILE;
            case FOLDER -> FOLDER;
            case SYMBOLIC_LINK -> SYMBOLIC_LINK;
            case FIFO -> FIFO;
            case SOCKET -> SOCKET;
            case CHARACTER_DEVICE -> CHARACTER_DEVICE;
            case BLOCK_DEVICE -> BLOCK_DEVICE;
        };
    }

    /** Empty for none and for types that Linux does not have. */
    static Optional<Metadata.Kind> kind(int mode) {
        return switch (mode & MASK) {
            case FILE -> Optional.of(Metadata.Kind.FILE);
            case FOLDER -> Optional.of(Metadata.Kind.FOLDER);
            case SYMBOLIC_LINK -> Optional.of(Metadata.Kind.SYMBOLIC_LINK);
            case FIFO -> Optional.of(Metadata.Kind.FIFO);
            case SOCKET -> Optional.of(Metadata.Kind.SOCKET);
            case CHARACTER_DEVICE -> Optional.of(Metadata.Kind.CHARACTER_DEVICE);
            case BLOCK_DEVICE -> Optional.of(Metadata.Kind.BLOCK_DEVICE);
            default -> Optional.empty();
        };
    }
}
