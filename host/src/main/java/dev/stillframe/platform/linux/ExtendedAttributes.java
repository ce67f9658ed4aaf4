// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import com.sun.jna.Native;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads extended attributes, see xattr(7). A link's own, never its target's. */
final class ExtendedAttributes {
    private interface Read {
        long into(byte[] buffer, long size) throws LinuxException;
    }

    private interface Values {
        Read named(byte[] name);
    }

    private ExtendedAttributes() {}

    /** All that can be read, sorted by name; none on a filesystem that has no attributes. */
    static List<Attribute> of(SourcePath path) throws LinuxException {
        return byPath(path, Bytes.of(path));
    }

    static List<Attribute> of(Descriptor folder, byte[] name) throws LinuxException {
        return byPath(folder.entry(name), EntryPath.through(folder, name));
    }

    private static List<Attribute> byPath(Object what, byte[] raw) throws LinuxException {
        return all(
                what,
                (names, size) -> LibC.llistxattr(raw, names, size),
                name -> (value, size) -> LibC.lgetxattr(raw, name, value, size));
    }

    static List<Attribute> of(Descriptor open) throws LinuxException {
        return all(
                open,
                (names, size) -> LibC.flistxattr(open.number(), names, size),
                name -> (value, size) -> LibC.fgetxattr(open.number(), name, value, size));
    }

    private static List<Attribute> all(Object what, Read names, Values values) throws LinuxException {
        Optional<byte[]> listed = whole(names, "listxattr", what);
        if (listed.isEmpty() || listed.get().length == 0) {
            return List.of();
        }
        List<Attribute> attributes = new ArrayList<>();
        byte[] all = listed.get();
        for (int start = 0, i = 0; i < all.length; i++) {
            if (all[i] == 0) {
                byte[] name = Arrays.copyOfRange(all, start, i + 1);
                String text = text(name, what);
                whole(values.named(name), "getxattr", what).ifPresent(v -> attributes.add(new Attribute(text, v)));
                start = i + 1;
            }
        }
        attributes.sort(Comparator.comparing(Attribute::name));
        return attributes;
    }

    /** Reads a value whose size may change meanwhile; empty if there is none or the filesystem has none. */
    private static Optional<byte[]> whole(Read read, String call, Object what) throws LinuxException {
        byte[] buffer = new byte[512]; // nearly always enough: one call instead of two
        while (true) {
            long size = read.into(buffer, buffer.length);
            if (size >= 0) {
                return Optional.of(Arrays.copyOf(buffer, (int) size));
            }
            LinuxException failed = LinuxException.last(call, what);
            if (failed.is(Errno.ENODATA) || failed.is(Errno.EOPNOTSUPP)) {
                return Optional.empty();
            }
            if (!failed.is(Errno.ERANGE)) {
                throw failed;
            }
            buffer = new byte[Math.max(buffer.length * 4, 1 << 16)]; // 64 KiB is the kernel's limit for both
        }
    }

    private static String text(byte[] terminated, Object what) throws LinuxException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(terminated, 0, terminated.length - 1))
                    .toString();
        } catch (CharacterCodingException e) {
            LinuxException failed = new LinuxException(Errno.EILSEQ, "listxattr", "attribute of " + what);
            failed.initCause(e);
            throw failed;
        }
    }

    /** Sets one on an open file. */
    static void set(Descriptor open, Attribute attribute) throws LinuxException {
        byte[] value = attribute.value();
        int result = LibC.fsetxattr(open.number(), Bytes.of(attribute.name()), value, value.length, 0);
        check(result, attribute, open);
    }

    /** Sets one on an entry that cannot be opened for that: a link, a FIFO, a device. */
    static void set(Descriptor folder, byte[] name, Attribute attribute) throws LinuxException {
        byte[] value = attribute.value();
        byte[] path = EntryPath.through(folder, name);
        int result = LibC.lsetxattr(path, Bytes.of(attribute.name()), value, value.length, 0);
        check(result, attribute, folder.entry(name));
    }

    private static void check(int result, Attribute attribute, Object what) throws LinuxException {
        if (result == -1) {
            throw LinuxException.numbered(Native.getLastError(), "setxattr", what + ": attribute " + attribute.name());
        }
    }
}
