// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import dev.stillframe.api.SourcePath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Windows paths as paths of the contract, and back. {@code C:\a\b} is {@code /C/a/b}, a share {@code \\server\share\a}
 * is {@code /UNC/server/share/a}, and what lies in the device namespace {@code \\?\GLOBALROOT\Device\X\a} is {@code
 * /?/GLOBALROOT/Device/X/a}: no name on Windows contains a question mark, so nothing is taken for something else.
 *
 * <p>Names are UTF-16 on Windows, any of it, also halves of surrogate pairs; they stand in bytes as UTF-8, halves by the
 * same rule (WTF-8), so that every name comes back as it was.
 */
public final class WindowsPath {
    private static final String DEVICE = "?";
    private static final String SHARE = "UNC";

    private WindowsPath() {}

    /**
     * The path as Windows functions take it, with the prefix that lifts their limit of 260 characters. Of a drive or a
     * shadow copy alone it ends with a backslash: without, it would be the device.
     *
     * @throws IllegalArgumentException if it is no path of Windows
     */
    public static String of(SourcePath path) {
        String[] names = path.names().stream().map(WindowsPath::text).toArray(String[]::new);
        if (names.length == 0) {
            throw notOne(path);
        }
        String joined = String.join("\\", java.util.Arrays.copyOfRange(names, 1, names.length));
        if (names[0].equals(DEVICE) && names.length > 1) {
            boolean root = names.length == 4 && names[1].equals("GLOBALROOT");
            return "\\\\?\\" + joined + (root ? "\\" : "");
        }
        if (names[0].equals(SHARE) && names.length > 2) {
            return "\\\\?\\UNC\\" + joined;
        }
        if (isDrive(names[0])) {
            return "\\\\?\\" + names[0] + ":\\" + joined;
        }
        throw notOne(path);
    }

    /** The same; empty for what lies above all drives, shares and devices. */
    static Optional<String> ofFile(SourcePath path) {
        int names = path.names().size();
        String first = names == 0 ? "" : text(path.names().get(0));
        boolean above = names == 0
                || (first.equals(DEVICE) && names < 4)
                || (first.equals(SHARE) && names < 3)
                || (names == 1 && !isDrive(first));
        return above ? Optional.empty() : Optional.of(of(path));
    }

    /** Whether it can be a name in a folder: without what separates names, or a stream from its file. */
    static boolean isName(byte[] name) {
        return text(name).chars().noneMatch(c -> c < ' ' || "\\/:*?\"<>|".indexOf(c) >= 0);
    }

    /**
     * The name of a volume as VSS takes it: its mount point with a backslash at its end and no prefix.
     *
     * @throws IllegalArgumentException if it is no path of Windows
     */
    public static String volume(SourcePath mountPoint) {
        String path = of(mountPoint).substring(4);
        return path.endsWith("\\") ? path : path + "\\";
    }

    /** Whether a path of the contract lies on a drive. */
    public static boolean onDrive(SourcePath path) {
        return !path.isRoot() && isDrive(text(path.names().get(0)));
    }

    /**
     * An absolute path as Windows writes it, with or without a prefix, with either slash.
     *
     * @throws IllegalArgumentException if it is not absolute or names no file
     */
    public static SourcePath parse(String windows) {
        String path = windows.replace('/', '\\');
        if (path.regionMatches(true, 0, "\\\\?\\UNC\\", 0, 8)) {
            return below(SHARE, path.substring(8));
        }
        if (path.startsWith("\\\\?\\")) {
            String rest = path.substring(4);
            return startsWithDrive(rest) ? drive(rest) : below(DEVICE, rest);
        }
        if (path.startsWith("\\\\")) {
            return below(SHARE, path.substring(2));
        }
        if (startsWithDrive(path)) {
            return drive(path);
        }
        throw new IllegalArgumentException("not an absolute Windows path: " + windows);
    }

    private static SourcePath drive(String path) {
        return below(path.substring(0, 1).toUpperCase(Locale.ROOT), path.substring(2));
    }

    private static SourcePath below(String first, String rest) {
        SourcePath path = SourcePath.root().child(bytes(first));
        for (String name : rest.split("\\\\", -1)) {
            path = name.isEmpty() ? path : path.child(bytes(name));
        }
        return path;
    }

    private static boolean startsWithDrive(String path) {
        return path.length() >= 3 && isDrive(path.substring(0, 1)) && path.charAt(1) == ':' && path.charAt(2) == '\\';
    }

    private static boolean isDrive(String name) {
        return name.length() == 1
                && ((name.charAt(0) >= 'A' && name.charAt(0) <= 'Z')
                        || (name.charAt(0) >= 'a' && name.charAt(0) <= 'z'));
    }

    static byte[] bytes(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int point = name.codePointAt(i);
            if (point >= 0xd800 && point <= 0xdfff) {
                bytes.write(0xe0 | (point >> 12));
                bytes.write(0x80 | ((point >> 6) & 0x3f));
                bytes.write(0x80 | (point & 0x3f));
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    static String text(byte[] name) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int i = 0; i + 2 < name.length; i++) {
            if ((name[i] & 0xff) == 0xed && (name[i + 1] & 0xff) >= 0xa0) {
                text.append(new String(name, from, i - from, StandardCharsets.UTF_8));
                text.append((char) (0xd000 | ((name[i + 1] & 0x3f) << 6) | (name[i + 2] & 0x3f)));
                from = i + 3;
                i += 2;
            }
        }
        return text.append(new String(name, from, name.length - from, StandardCharsets.UTF_8))
                .toString();
    }

    private static IllegalArgumentException notOne(SourcePath path) {
        return new IllegalArgumentException("not a path of Windows: " + path);
    }
}
