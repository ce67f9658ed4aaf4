// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.tree.Node;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A node as tar headers. Names keep their bytes: they pass through the library as ISO 8859-1, where each byte is one
 * character. What the classic header cannot say goes into pax records that GNU tar and libarchive know: times to the
 * nanosecond, {@code SCHILY.xattr.*} and {@code SCHILY.acl.*}.
 */
final class TarHeaders {
    private TarHeaders() {}

    /** Whether the format has such an entry: a socket has none. */
    static boolean holds(Metadata.Kind kind) {
        return kind != Metadata.Kind.SOCKET;
    }

    /** The classic header; its size is 0. */
    static TarArchiveEntry entry(Node node) {
        Metadata metadata = node.metadata();
        TarArchiveEntry entry = entry(name(node), type(metadata.kind()), metadata.modified());
        entry.setMode(metadata.permissions());
        entry.setUserId(Integer.toUnsignedLong(metadata.uid()));
        entry.setGroupId(Integer.toUnsignedLong(metadata.gid()));
        if (metadata.kind() == Metadata.Kind.SYMBOLIC_LINK) {
            entry.setLinkName(transparent(metadata.linkTarget()));
        }
        if (metadata.kind() == Metadata.Kind.CHARACTER_DEVICE || metadata.kind() == Metadata.Kind.BLOCK_DEVICE) {
            entry.setDevMajor(major(metadata.special()));
            entry.setDevMinor(minor(metadata.special()));
        }
        return entry;
    }

    static TarArchiveEntry hardLink(Node node, SourcePath first) {
        TarArchiveEntry entry = entry(node);
        TarArchiveEntry link =
                entry(entry.getName(), TarConstants.LF_LINK, node.metadata().modified());
        link.setMode(entry.getMode());
        link.setUserId(entry.getLongUserId());
        link.setGroupId(entry.getLongGroupId());
        link.setLinkName(relative(first));
        return link;
    }

    static TarArchiveEntry entry(String name, byte type, Instant modified) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setNames("", ""); // the numbers count; a name would be looked up where the archive is unpacked
        entry.setIds(0, 0);
        entry.setLastModifiedTime(FileTime.from(modified.getEpochSecond(), TimeUnit.SECONDS));
        return entry;
    }

    /** What the classic header cannot say. */
    static PaxRecords records(Node node, Remarks remarks) {
        PaxRecords records = new PaxRecords();
        Instant modified = node.metadata().modified();
        if (modified.getNano() != 0) {
            records.add(
                    "mtime",
                    BigDecimal.valueOf(modified.getEpochSecond())
                            .add(BigDecimal.valueOf(modified.getNano(), 9))
                            .toPlainString());
        }
        for (Attribute attribute : node.metadata().attributes()) {
            switch (attribute.name()) {
                case PosixAcl.ACCESS -> acl(records, "SCHILY.acl.access", attribute, node, remarks);
                case PosixAcl.DEFAULT -> acl(records, "SCHILY.acl.default", attribute, node, remarks);
                default -> xattr(records, attribute, node, remarks);
            }
        }
        return records;
    }

    private static void xattr(PaxRecords records, Attribute attribute, Node node, Remarks remarks) {
        if (attribute.value().length > 0) {
            records.add("SCHILY.xattr." + escaped(attribute.name()), attribute.value());
        } else {
            remarks.cannotHold("empty extended attributes", node.path()); // an empty pax value takes a record back
        }
    }

    private static void acl(PaxRecords records, String keyword, Attribute attribute, Node node, Remarks remarks) {
        Optional<String> text = PosixAcl.text(attribute.value());
        if (text.isPresent()) {
            records.add(keyword, text.get());
        } else {
            remarks.cannotHold("unknown forms of " + attribute.name(), node.path());
        }
    }

    /** As GNU tar writes a keyword, see its {@code xattr_encode_keyword} in {@code src/xheader.c}. */
    private static String escaped(String name) {
        return name.replace("%", "%25").replace("=", "%3D");
    }

    /** Whether a path is UTF-8. */
    static boolean isText(SourcePath path) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(path.bytes()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The header's name of a sparse file: what a reader that does not know sparse files makes of it. */
    static String sparseName(SourcePath path) {
        byte[] name = path.name();
        return "GNUSparseFile.0/" + transparent(Arrays.copyOf(name, Math.min(name.length, 64)));
    }

    private static String name(Node node) {
        String name = node.path().isRoot() ? "." : relative(node.path());
        return node.metadata().kind() == Metadata.Kind.FOLDER ? name + "/" : name;
    }

    private static String relative(SourcePath path) {
        return transparent(path.relativeTo(SourcePath.root()));
    }

    private static String transparent(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte type(Metadata.Kind kind) {
        return switch (kind) {
            case FILE -> TarConstants.LF_NORMAL;
            case FOLDER -> TarConstants.LF_DIR;
            case SYMBOLIC_LINK -> TarConstants.LF_SYMLINK;
            case FIFO -> TarConstants.LF_FIFO;
            case CHARACTER_DEVICE -> TarConstants.LF_CHR;
            case BLOCK_DEVICE -> TarConstants.LF_BLK;
            case SOCKET -> throw new IllegalArgumentException("tar has no sockets");
        };
    }

    /** See makedev(3) as glibc has it. */
    private static int major(long device) {
        return (int) (((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL));
    }

    private static int minor(long device) {
        return (int) ((device & 0xff) | ((device >>> 12) & ~0xffL));
    }
}
