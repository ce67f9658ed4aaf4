// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.tree;

import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.ExtendedAttribute;
import dev.stillframe.store.restic.format.FileMode;
import dev.stillframe.store.restic.format.NodeDocument;
import dev.stillframe.store.restic.format.NodeType;
import dev.stillframe.tree.Node;
import java.util.List;
import java.util.Optional;

/**
 * Entries as restic's nodes and back. What a node cannot say is lost: how many links a folder has, and on which volume a
 * file with a single name lies. A time of last access is not known; restic's own backups write that of the last change
 * instead, too.
 */
public final class Nodes {
    private Nodes() {}

    /**
     * A regular file.
     *
     * @param device stands for its volume, the same in every backup
     */
    public static NodeDocument file(Node node, List<BlobId> content, long size, long device) {
        return document(node, size, device, Optional.of(content), Optional.empty());
    }

    /** A folder with the tree of its entries. */
    public static NodeDocument folder(Node node, BlobId tree) {
        return document(node, 0, 0, Optional.empty(), Optional.of(tree));
    }

    /** Everything else. */
    public static NodeDocument other(Node node, long device) {
        return document(node, 0, device, Optional.empty(), Optional.empty());
    }

    private static NodeDocument document(
            Node node, long size, long device, Optional<List<BlobId>> content, Optional<BlobId> subtree) {
        Metadata m = node.metadata();
        NodeType type = type(m.kind());
        boolean folder = m.kind() == Kind.FOLDER;
        return new NodeDocument(
                node.path().name(),
                type,
                FileMode.of(type, m.permissions()),
                m.modified(),
                m.modified(),
                m.changed(),
                Integer.toUnsignedLong(m.uid()),
                Integer.toUnsignedLong(m.gid()),
                "",
                "",
                m.inode(),
                !folder && m.links() > 1 ? device : 0,
                size,
                folder ? 0 : m.links(),
                m.linkTarget(),
                m.attributes().stream()
                        .map(attribute -> new ExtendedAttribute(attribute.name(), attribute.value()))
                        .toList(),
                m.special(),
                content,
                subtree,
                "");
    }

    /** What a node says of its entry; empty if it is of no kind that can be restored. */
    public static Optional<Metadata> metadata(NodeDocument node) {
        return kind(node.type())
                .map(kind -> new Metadata(
                        kind,
                        FileMode.permissions(node.mode()),
                        (int) node.uid(),
                        (int) node.gid(),
                        kind == Kind.SYMBOLIC_LINK ? node.linkTarget().length : node.size(),
                        node.modified(),
                        node.changed(),
                        node.deviceId(),
                        node.inode(),
                        Math.max(1, node.links()),
                        node.device(),
                        node.linkTarget(),
                        node.extendedAttributes().stream()
                                .map(attribute -> new Attribute(attribute.name(), attribute.value()))
                                .toList()));
    }

    private static NodeType type(Kind kind) {
        return switch (kind) {
            case FILE -> NodeType.FILE;
            case FOLDER -> NodeType.DIRECTORY;
            case SYMBOLIC_LINK -> NodeType.SYMLINK;
            case FIFO -> NodeType.FIFO;
            case SOCKET -> NodeType.SOCKET;
            case CHARACTER_DEVICE -> NodeType.CHARACTER_DEVICE;
            case BLOCK_DEVICE -> NodeType.BLOCK_DEVICE;
        };
    }

    private static Optional<Kind> kind(NodeType type) {
        return switch (type) {
            case FILE -> Optional.of(Kind.FILE);
            case DIRECTORY -> Optional.of(Kind.FOLDER);
            case SYMLINK -> Optional.of(Kind.SYMBOLIC_LINK);
            case FIFO -> Optional.of(Kind.FIFO);
            case SOCKET -> Optional.of(Kind.SOCKET);
            case CHARACTER_DEVICE -> Optional.of(Kind.CHARACTER_DEVICE);
            case BLOCK_DEVICE -> Optional.of(Kind.BLOCK_DEVICE);
            case IRREGULAR -> Optional.empty();
        };
    }
}
