// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An entry of a tree.
 *
 * @param name any bytes but NUL and {@code /}; stands quoted in the JSON
 * @param mode as {@link FileMode} has it, not as stat(2)
 * @param uid the owner, 0 to 2^32 - 1
 * @param gid the group, likewise
 * @param user the owner's name; may be empty
 * @param group the group's name; may be empty
 * @param inode unsigned; 0 if it is not kept
 * @param deviceId unsigned, stable for a volume; 0 if it is not kept. Together with the inode it says which entries are
 *     one file; restic keeps it for hard links only
 * @param size of a file, in bytes
 * @param links how many names the file has; 0 if it is not kept
 * @param linkTarget of a symbolic link, any bytes; else empty
 * @param device of a device, its number as stat(2) has it in st_rdev; else 0
 * @param content of a file, its blobs in order, none if the file is empty; absent for everything else
 * @param subtree of a folder, its tree; else absent
 * @param error why the entry could not be read whole; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // names and targets are bytes; equals below compares them
public record NodeDocument(
        byte[] name,
        NodeType type,
        long mode,
        Instant modified,
        Instant accessed,
        Instant changed,
        long uid,
        long gid,
        String user,
        String group,
        long inode,
        long deviceId,
        long size,
        long links,
        byte[] linkTarget,
        List<ExtendedAttribute> extendedAttributes,
        long device,
        Optional<List<BlobId>> content,
        Optional<BlobId> subtree,
        String error) {
    public NodeDocument {
        extendedAttributes = List.copyOf(extendedAttributes);
        content = content.map(List::copyOf);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeDocument that
                && Arrays.equals(name, that.name)
                && type == that.type
                && mode == that.mode
                && modified.equals(that.modified)
                && accessed.equals(that.accessed)
                && changed.equals(that.changed)
                && uid == that.uid
                && gid == that.gid
                && user.equals(that.user)
                && group.equals(that.group)
                && inode == that.inode
                && deviceId == that.deviceId
                && size == that.size
                && links == that.links
                && Arrays.equals(linkTarget, that.linkTarget)
                && extendedAttributes.equals(that.extendedAttributes)
                && device == that.device
                && content.equals(that.content)
                && subtree.equals(that.subtree)
                && error.equals(that.error);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(name), type, modified, inode, size, content, subtree);
    }
}
