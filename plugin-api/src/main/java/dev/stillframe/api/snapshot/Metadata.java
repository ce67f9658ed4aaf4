// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a POSIX filesystem says of an entry, see stat(2).
 *
 * @param kind the file type bits of st_mode
 * @param permissions the lower twelve bits of st_mode
 * @param uid the owner
 * @param gid the group
 * @param size in bytes; of a symbolic link the length of its target
 * @param modified st_mtim, to the nanosecond
 * @param changed st_ctim, to the nanosecond
 * @param device st_dev: together with the inode it identifies the entry
 * @param inode st_ino
 * @param links st_nlink
 * @param special st_rdev of a device, else 0
 * @param linkTarget a symbolic link's target, any bytes; else empty
 * @param attributes all extended attributes that could be read, sorted by name, ACLs among them ({@code
 *     system.posix_acl_access})
 */
@SuppressWarnings("ArrayRecordComponent") // a link's target is bytes; equals below compares them
public record Metadata(
        Kind kind,
        int permissions,
        int uid,
        int gid,
        long size,
        Instant modified,
        Instant changed,
        long device,
        long inode,
        long links,
        long special,
        byte[] linkTarget,
        List<Attribute> attributes) {
    public Metadata {
        attributes = List.copyOf(attributes);
    }

    /** What an entry is. */
    public enum Kind {
        /** S_IFREG. */
        FILE,
        /** S_IFDIR. */
        FOLDER,
        /** S_IFLNK. */
        SYMBOLIC_LINK,
        /** S_IFIFO. */
        FIFO,
        /** S_IFSOCK. */
        SOCKET,
        /** S_IFCHR. */
        CHARACTER_DEVICE,
        /** S_IFBLK. */
        BLOCK_DEVICE
    }

    /** An extended attribute, see xattr(7): name with its namespace, and value, any bytes. */
    @SuppressWarnings("ArrayRecordComponent") // equals below compares the value's bytes
    public record Attribute(String name, byte[] value) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Attribute that && name.equals(that.name) && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(value);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Metadata that
                && kind == that.kind
                && permissions == that.permissions
                && uid == that.uid
                && gid == that.gid
                && size == that.size
                && modified.equals(that.modified)
                && changed.equals(that.changed)
                && device == that.device
                && inode == that.inode
                && links == that.links
                && special == that.special
                && Arrays.equals(linkTarget, that.linkTarget)
                && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, size, modified, changed, device, inode, Arrays.hashCode(linkTarget), attributes);
    }
}
