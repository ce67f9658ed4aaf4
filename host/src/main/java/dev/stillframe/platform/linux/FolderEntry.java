// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a folder itself says of an entry, see getdents64(2): enough to walk a tree without looking at every file.
 *
 * @param name any bytes
 * @param inode of the entry; of a mount point that of the folder below the mount
 * @param kind empty on filesystems that do not keep it in the folder
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record FolderEntry(byte[] name, long inode, Optional<Kind> kind) {
    private static final int BUFFER = 1 << 16;
    private static final int LENGTH_AT = 16;
    private static final int TYPE_AT = 18;
    private static final int NAME_AT = 19;

    /** The entries, sorted as {@link SourcePath} sorts children. No name on the way to the folder may be a link. */
    public static List<FolderEntry> list(SourcePath folder) throws LinuxException {
        try (Descriptor open = Descriptor.openQuietly(folder, OpenFlags.RDONLY | OpenFlags.DIRECTORY)) {
            return list(open);
        }
    }

    static List<FolderEntry> list(Descriptor folder) throws LinuxException {
        List<FolderEntry> entries = new ArrayList<>();
        byte[] raw = new byte[BUFFER];
        ByteBuffer records = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
        LinuxException.checked(LibC.lseek(folder.number(), 0, 0), "lseek", folder);
        while (true) {
            long size = LinuxException.checked(LibC.getdents64(folder.number(), raw, BUFFER), "getdents64", folder);
            if (size == 0) {
                entries.sort(Comparator.comparing(FolderEntry::name, Arrays::compareUnsigned));
                return entries;
            }
            for (int at = 0; at < size; at += records.getShort(at + LENGTH_AT) & 0xffff) {
                byte[] name = name(raw, at + NAME_AT);
                if (!dots(name)) {
                    entries.add(new FolderEntry(
                            name, records.getLong(at), FileType.kind((raw[at + TYPE_AT] & 0xff) << 12)));
                }
            }
        }
    }

    private static byte[] name(byte[] raw, int from) {
        int end = from;
        while (raw[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(raw, from, end);
    }

    private static boolean dots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }
}
