// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/**
 * What statx(2) tells in one call; cheaper than {@link Metadata}, which also has links' targets and attributes.
 *
 * @param kind the file type bits of the mode
 * @param permissions the lower twelve bits of the mode
 * @param size in bytes
 * @param blocks allocated, of 512 bytes
 * @param device st_dev, as makedev(3) composes it
 * @param special st_rdev of a device, else 0
 * @param mount the mount's id, as in {@code /proc/self/mountinfo}; 0 before Linux 5.8
 */
public record FileStatus(
        Metadata.Kind kind,
        int permissions,
        int uid,
        int gid,
        long size,
        long blocks,
        Instant modified,
        Instant changed,
        long device,
        long inode,
        long links,
        long special,
        long mount) {
    private static final int BASIC_AND_MOUNT = 0x7ff | 0x1000;
    private static final int STATX_SIZE = 256;

    /** Of a path's last name itself, also if that is a symbolic link. */
    public static FileStatus of(SourcePath path) throws LinuxException {
        return statx(LibC.AT_FDCWD, Bytes.of(path), path);
    }

    /** Of what a link in {@code /proc} leads to. */
    static FileStatus behind(String link) throws LinuxException {
        return statx(LibC.AT_FDCWD, Bytes.of(link), 0, link);
    }

    static FileStatus of(Descriptor open) throws LinuxException {
        return statx(open.number(), Bytes.EMPTY, open);
    }

    static FileStatus of(Descriptor folder, byte[] name) throws LinuxException {
        return statx(folder.number(), Bytes.name(name), folder.entry(name));
    }

    /** Whether both are the same file: device and inode. */
    public boolean sameFile(FileStatus other) {
        return device == other.device && inode == other.inode;
    }

    private static FileStatus statx(int folder, byte[] path, Object what) throws LinuxException {
        return statx(folder, path, LibC.AT_SYMLINK_NOFOLLOW | LibC.AT_EMPTY_PATH, what);
    }

    private static FileStatus statx(int folder, byte[] path, int flags, Object what) throws LinuxException {
        byte[] raw = new byte[STATX_SIZE];
        LinuxException.checked(LibC.statx(folder, path, flags, BASIC_AND_MOUNT, raw), "statx", what);
        ByteBuffer s = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
        int mode = s.getShort(28) & 0xffff;
        boolean mountKnown = (s.getInt(0) & 0x1000) != 0;
        return new FileStatus(
                FileType.kind(mode)
                        .orElseThrow(() -> new LinuxException(Errno.OTHER, "statx", what + ": mode " + mode)),
                mode & 07777,
                s.getInt(20),
                s.getInt(24),
                s.getLong(40),
                s.getLong(48),
                time(s, 112),
                time(s, 96),
                device(s, 136),
                s.getLong(32),
                s.getInt(16) & 0xffff_ffffL,
                device(s, 128),
                mountKnown ? s.getLong(144) : 0);
    }

    private static Instant time(ByteBuffer status, int at) {
        return Instant.ofEpochSecond(status.getLong(at), status.getInt(at + 8));
    }

    private static long device(ByteBuffer status, int at) {
        return DeviceNumber.of(status.getInt(at) & 0xffff_ffffL, status.getInt(at + 4) & 0xffff_ffffL);
    }
}
