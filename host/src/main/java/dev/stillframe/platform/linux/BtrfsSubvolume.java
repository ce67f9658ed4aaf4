// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An open btrfs subvolume, by its root folder. Structures as in {@code linux/btrfs.h}; making and removing snapshots
 * needs CAP_SYS_ADMIN.
 */
public final class BtrfsSubvolume implements AutoCloseable {
    /** What every subvolume's root has as its inode. */
    private static final long ROOT_INODE = 256;

    private static final long SNAP_CREATE_V2 = 0x5000_9417L;
    private static final long SNAP_DESTROY = 0x5000_940FL;
    private static final long SUBVOL_GETFLAGS = 0x8008_9419L;
    private static final long GET_SUBVOL_ROOTREF = 0xD000_943DL;
    private static final long INO_LOOKUP_USER = 0xD000_943EL;
    private static final int STRUCTURE = 4096;
    private static final long CREATE_READ_ONLY = 2;
    private static final long FLAG_READ_ONLY = 2;

    private final SourcePath root;
    private final Descriptor descriptor;

    private BtrfsSubvolume(SourcePath root, Descriptor descriptor) {
        this.root = root;
        this.descriptor = descriptor;
    }

    /**
     * The root of the subvolume that a path on a btrfs filesystem lies in; empty if the mount shows only a part of it.
     *
     * @param path with no symbolic link in it
     */
    public static Optional<SourcePath> rootOf(SourcePath path) throws LinuxException {
        FileStatus below = FileStatus.of(path);
        for (Optional<SourcePath> at = Optional.of(path);
                at.isPresent();
                at = at.get().parent()) {
            FileStatus status = FileStatus.of(at.get());
            if (status.device() != below.device()) {
                return Optional.empty();
            }
            if (isRoot(status)) {
                return at;
            }
        }
        return Optional.empty();
    }

    /** Whether an entry of a btrfs filesystem is a subvolume's root. */
    public static boolean isRoot(FileStatus status) {
        return status.kind() == Kind.FOLDER && status.inode() == ROOT_INODE;
    }

    public static BtrfsSubvolume open(SourcePath root) throws LinuxException {
        return new BtrfsSubvolume(root, Descriptor.openQuietly(root, OpenFlags.RDONLY | OpenFlags.DIRECTORY));
    }

    public SourcePath root() {
        return root;
    }

    public boolean readOnly() throws LinuxException {
        byte[] flags = new byte[8];
        int result = LibC.ioctl(descriptor.number(), SUBVOL_GETFLAGS, flags);
        LinuxException.checked(result, "ioctl BTRFS_IOC_SUBVOL_GETFLAGS", descriptor);
        return (structure(flags).getLong(0) & FLAG_READ_ONLY) != 0;
    }

    /** What it is, and whether it was written since it was made. */
    public SubvolumeIdentity identity() throws LinuxException {
        return SubvolumeIdentity.of(descriptor);
    }

    /** The roots of the subvolumes directly in this one, wherever in its folders. A snapshot shows them empty. */
    public List<SourcePath> nested() throws LinuxException {
        List<SourcePath> nested = new ArrayList<>();
        byte[] raw = new byte[STRUCTURE]; // min_treeid@0, {treeid, dirid}[255]@8, num_items u8@4088
        boolean more = true;
        while (more) {
            int result = LibC.ioctl(descriptor.number(), GET_SUBVOL_ROOTREF, raw);
            if (result == -1) {
                LinuxException failed = LinuxException.last("ioctl BTRFS_IOC_GET_SUBVOL_ROOTREF", descriptor);
                if (!failed.is(Errno.EOVERFLOW)) {
                    throw failed;
                }
            }
            more = result == -1; // 255 were given, and the next call goes on behind them
            ByteBuffer references = structure(raw);
            for (int i = 0; i < (raw[4088] & 0xff); i++) {
                place(references.getLong(8 + 16 * i), references.getLong(16 + 16 * i))
                        .ifPresent(nested::add);
            }
        }
        nested.sort(null);
        return nested;
    }

    /** The {@link #nested} of a subvolume; none where it vanished, or this user may not enter it or the way to one of them. */
    public static List<SourcePath> visibleBelow(SourcePath subvolume) throws LinuxException {
        try (BtrfsSubvolume open = open(subvolume)) {
            return open.nested();
        } catch (LinuxException e) {
            if (e.is(Errno.EACCES) || e.vanished()) {
                return List.of();
            }
            throw e;
        }
    }

    private Optional<SourcePath> place(long tree, long folder) throws LinuxException {
        byte[] raw = new byte[STRUCTURE]; // dirid@0, treeid@8, name[256]@16, path[3824]@272 that ends with "/"
        structure(raw).putLong(0, folder).putLong(8, tree);
        if (LibC.ioctl(descriptor.number(), INO_LOOKUP_USER, raw) == -1) {
            LinuxException failed = LinuxException.last("ioctl BTRFS_IOC_INO_LOOKUP_USER", descriptor);
            if (failed.vanished()) {
                return Optional.empty(); // removed meanwhile
            }
            throw failed;
        }
        SourcePath in = root;
        for (byte[] name : SourcePath.of(absolute(text(raw, 272))).names()) {
            in = in.child(name);
        }
        return Optional.of(in.child(text(raw, 16)));
    }

    /**
     * Makes a read-only snapshot of this subvolume, in one transaction: all its files as of one instant.
     *
     * @param into a folder on the same filesystem
     * @throws LinuxException EEXIST if the name is taken; ETXTBSY with an active swap file
     */
    public void snapshot(DirectoryHandle into, byte[] name) throws LinuxException {
        byte[] raw = named(name, 56); // struct btrfs_ioctl_vol_args_v2: fd s64@0, flags@16, name[4040]@56
        structure(raw).putLong(0, descriptor.number()).putLong(16, CREATE_READ_ONLY);
        int result = LibC.ioctl(into.descriptor().number(), SNAP_CREATE_V2, raw);
        LinuxException.checked(
                result, "ioctl BTRFS_IOC_SNAP_CREATE_V2", into.descriptor().entry(name));
    }

    /** Removes a subvolume; its space comes back when the filesystem's cleaner has run. */
    public static void remove(DirectoryHandle from, byte[] name) throws LinuxException {
        byte[] raw = named(name, 8); // struct btrfs_ioctl_vol_args
        int result = LibC.ioctl(from.descriptor().number(), SNAP_DESTROY, raw);
        LinuxException.checked(
                result, "ioctl BTRFS_IOC_SNAP_DESTROY", from.descriptor().entry(name));
    }

    private static byte[] named(byte[] name, int at) {
        byte[] terminated = Bytes.name(name);
        if (terminated.length > 256) {
            throw new IllegalArgumentException("a subvolume's name has 255 bytes at most");
        }
        byte[] raw = new byte[STRUCTURE];
        System.arraycopy(terminated, 0, raw, at, terminated.length);
        return raw;
    }

    private static ByteBuffer structure(byte[] raw) {
        return ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
    }

    private static byte[] text(byte[] raw, int from) {
        int end = from;
        while (end < raw.length && raw[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(raw, from, end);
    }

    private static byte[] absolute(byte[] relative) {
        byte[] path = new byte[relative.length + 1];
        path[0] = '/';
        System.arraycopy(relative, 0, path, 1, relative.length);
        return path;
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
