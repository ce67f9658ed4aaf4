// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * An access control list from its extended attribute to its short text form.
 *
 * <p>The attribute, see Linux {@code include/uapi/linux/posix_acl_xattr.h}: little-endian, a version (2) in 4 bytes,
 * then entries of tag (2 bytes), permissions (2) and id (4). The text, see acl(5): {@code user::rw-,user:1000:r--,...}.
 */
final class PosixAcl {
    static final String ACCESS = "system.posix_acl_access";
    static final String DEFAULT = "system.posix_acl_default";

    private static final int VERSION = 2;
    private static final int ENTRY = 8;

    private PosixAcl() {}

    /** Empty if it is not such a list. */
    static Optional<String> text(byte[] attribute) {
        ByteBuffer in = ByteBuffer.wrap(attribute).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 4 + ENTRY || (in.remaining() - 4) % ENTRY != 0 || in.getInt() != VERSION) {
            return Optional.empty();
        }
        StringJoiner text = new StringJoiner(",");
        while (in.hasRemaining()) {
            int tag = in.getShort();
            int permissions = in.getShort();
            String id = Integer.toUnsignedString(in.getInt());
            String who = who(tag, id);
            if (who.isEmpty() || (permissions & ~7) != 0) {
                return Optional.empty();
            }
            text.add(who + permissions(permissions));
        }
        return Optional.of(text.toString());
    }

    private static String who(int tag, String id) {
        return switch (tag) {
            case 0x01 -> "user::";
            case 0x02 -> "user:" + id + ":";
            case 0x04 -> "group::";
            case 0x08 -> "group:" + id + ":";
            case 0x10 -> "mask::";
            case 0x20 -> "other::";
            default -> "";
        };
    }

    private static String permissions(int bits) {
        return ((bits & 4) != 0 ? "r" : "-") + ((bits & 2) != 0 ? "w" : "-") + ((bits & 1) != 0 ? "x" : "-");
    }
}
