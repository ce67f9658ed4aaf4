// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * What a btrfs subvolume is and whether it was written since it was made, see {@code struct
 * btrfs_ioctl_get_subvol_info_args} in {@code linux/btrfs.h}.
 *
 * @param uuid of the subvolume; no other has it
 * @param parent of which it is a snapshot; zero if it is none
 * @param readOnly whether nobody can write to it now
 * @param changed the transaction of its last change
 * @param made the transaction that made it
 */
public record SubvolumeIdentity(UUID uuid, UUID parent, boolean readOnly, long changed, long made) {
    private static final long GET_SUBVOL_INFO = 0x81F8_943CL;
    private static final int STRUCTURE = 504;
    private static final long READ_ONLY = 1; // BTRFS_ROOT_SUBVOL_RDONLY: not the number that SUBVOL_GETFLAGS uses

    static SubvolumeIdentity of(Descriptor subvolume) throws LinuxException {
        byte[] raw = new byte[STRUCTURE];
        int result = LibC.ioctl(subvolume.number(), GET_SUBVOL_INFO, raw);
        LinuxException.checked(result, "ioctl BTRFS_IOC_GET_SUBVOL_INFO", subvolume);
        ByteBuffer info = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
        return new SubvolumeIdentity(
                uuid(raw, 296),
                uuid(raw, 312),
                (info.getLong(288) & READ_ONLY) != 0,
                info.getLong(344),
                info.getLong(352));
    }

    private static UUID uuid(byte[] raw, int at) {
        ByteBuffer bytes = ByteBuffer.wrap(raw, at, 16);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** Whether it is a snapshot that nobody can write to and nobody has written to. */
    public boolean pristine() {
        return readOnly && changed <= made;
    }
}
