// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One part of what BackupRead gives of a file beside its content: a WIN32_STREAM_ID (winbase.h) with its bytes.
 *
 * @param name of an alternate stream, for example {@code :Zone.Identifier:$DATA}; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // equals below compares the bytes
record StreamRecord(Kind kind, int attributes, String name, byte[] bytes) {
    static final int HEADER = 20;

    /** dwStreamId. */
    enum Kind {
        /** BACKUP_DATA: the content, which is read elsewhere. */
        DATA(1),
        /** BACKUP_EA_DATA: OS/2 extended attributes. */
        EXTENDED_ATTRIBUTES(2),
        /** BACKUP_SECURITY_DATA: owner, group and ACLs, as a self-relative security descriptor. */
        SECURITY(3),
        /** BACKUP_ALTERNATE_DATA: a named stream. */
        ALTERNATE(4),
        /** BACKUP_LINK: the other names of the file, which are found where they are. */
        LINK(5),
        /** BACKUP_PROPERTY_DATA. */
        PROPERTY(6),
        /** BACKUP_OBJECT_ID: by which links find a file that was moved. */
        OBJECT_ID(7),
        /** BACKUP_REPARSE_DATA: a REPARSE_DATA_BUFFER. */
        REPARSE(8),
        /** BACKUP_SPARSE_BLOCK: a part of the content of a sparse file. */
        SPARSE_BLOCK(9),
        /** BACKUP_TXFS_DATA: what a transaction of NTFS left. */
        TRANSACTION(10);

        private final int id;

        Kind(int id) {
            this.id = id;
        }

        int id() {
            return id;
        }

        static Optional<Kind> of(int id) {
            return Arrays.stream(values()).filter(kind -> kind.id == id).findFirst();
        }

        /** Whether its bytes are the file's content, or of no use to anybody but the volume that they came from. */
        boolean isLeftOut() {
            return switch (this) {
                case DATA, SPARSE_BLOCK, LINK, TRANSACTION -> true;
                case EXTENDED_ATTRIBUTES, SECURITY, ALTERNATE, PROPERTY, OBJECT_ID, REPARSE -> false;
            };
        }
    }

    /** As BackupWrite takes it. */
    byte[] written() {
        byte[] text = name.getBytes(StandardCharsets.UTF_16LE);
        return ByteBuffer.allocate(HEADER + text.length + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(kind.id())
                .putInt(attributes)
                .putLong(bytes.length)
                .putInt(text.length)
                .put(text)
                .put(bytes)
                .array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamRecord that
                && kind == that.kind
                && attributes == that.attributes
                && name.equals(that.name)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return kind + " " + name + " of " + bytes.length + " bytes";
    }
}
