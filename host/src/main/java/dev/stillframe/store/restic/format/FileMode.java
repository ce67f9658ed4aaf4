// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

/**
 * An entry's mode as restic stores it: that of Go's {@code io/fs.FileMode}, whose upper bits are not those of stat(2).
 */
public final class FileMode {
    private static final long DIRECTORY = 1L << 31;
    private static final long SYMLINK = 1L << 27;
    private static final long DEVICE = 1L << 26;
    private static final long NAMED_PIPE = 1L << 25;
    private static final long SOCKET = 1L << 24;
    private static final long SET_UID = 1L << 23;
    private static final long SET_GID = 1L << 22;
    private static final long CHARACTER = 1L << 21;
    private static final long STICKY = 1L << 20;
    private static final long IRREGULAR = 1L << 19;

    private FileMode() {}

    /**
     * From stat(2).
     *
     * @param permissions the lower twelve bits of st_mode
     */
    public static long of(NodeType type, int permissions) {
        return (permissions & 0777)
                | ((permissions & 04000) != 0 ? SET_UID : 0)
                | ((permissions & 02000) != 0 ? SET_GID : 0)
                | ((permissions & 01000) != 0 ? STICKY : 0)
                | switch (type) {
                    case FILE -> 0;
                    case DIRECTORY -> DIRECTORY;
                    case SYMLINK -> SYMLINK;
                    case BLOCK_DEVICE -> DEVICE;
                    case CHARACTER_DEVICE -> DEVICE | CHARACTER;
                    case FIFO -> NAMED_PIPE;
                    case SOCKET -> SOCKET;
                    case IRREGULAR -> IRREGULAR;
                };
    }

    /** The lower twelve bits that stat(2) has in st_mode. */
    public static int permissions(long mode) {
        return (int) (mode & 0777)
                | ((mode & SET_UID) != 0 ? 04000 : 0)
                | ((mode & SET_GID) != 0 ? 02000 : 0)
                | ((mode & STICKY) != 0 ? 01000 : 0);
    }
}
