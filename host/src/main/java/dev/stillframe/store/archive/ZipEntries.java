// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.tree.Node;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import org.apache.commons.compress.archivers.zip.X7875_NewUnix;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/** A node as a zip entry made on Unix: mode, owner (extra field 0x7875) and time (0x5455); the name as UTF-8. */
final class ZipEntries {
    private static final int FILE = 0100000;
    private static final int FOLDER = 040000;
    private static final int LINK = 0120000;

    private ZipEntries() {}

    /** Whether a zip can have such an entry. */
    static boolean holds(Metadata.Kind kind) {
        return kind == Metadata.Kind.FILE || kind == Metadata.Kind.FOLDER || kind == Metadata.Kind.SYMBOLIC_LINK;
    }

    /** Whether a zip can have such a name: UTF-8. Another stands in it with its bytes as {@code \\xNN}. */
    static boolean holds(SourcePath path) {
        return TarHeaders.isText(path);
    }

    static ZipArchiveEntry entry(Node node) {
        Metadata metadata = node.metadata();
        String name = node.path().isRoot() ? "." : name(node.path());
        int type = switch (metadata.kind()) {
            case FILE -> FILE;
            case FOLDER -> FOLDER;
            case SYMBOLIC_LINK -> LINK;
            default -> throw new IllegalArgumentException("zip has no " + metadata.kind());
        };
        UnixEntry entry = new UnixEntry(type == FOLDER ? name + "/" : name, type | metadata.permissions());
        entry.setLastModifiedTime(FileTime.from(metadata.modified()));
        X7875_NewUnix owner = new X7875_NewUnix();
        owner.setUID(Integer.toUnsignedLong(metadata.uid()));
        owner.setGID(Integer.toUnsignedLong(metadata.gid()));
        entry.addExtraField(owner);
        return entry;
    }

    private static String name(SourcePath path) {
        return holds(path)
                ? new String(path.relativeTo(SourcePath.root()), StandardCharsets.UTF_8)
                : path.toString().substring(1);
    }

    /** The library takes backslashes for separators unless an entry was made on Unix: it must know before the name. */
    private static final class UnixEntry extends ZipArchiveEntry {
        UnixEntry(String name, int mode) {
            super("x");
            setUnixMode(mode);
            setName(name);
        }
    }
}
