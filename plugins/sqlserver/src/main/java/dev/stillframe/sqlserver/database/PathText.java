// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

import dev.stillframe.api.SourcePath;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path as an instance writes it, which is always text; {@link SourcePath#toString} is for people only. In the contract
 * {@code C:\a\b} is {@code /C/a/b} and {@code \\server\share\a} is {@code /UNC/server/share/a}.
 */
public final class PathText {
    private static final Pattern DRIVE = Pattern.compile("([A-Za-z]):\\\\(.*)");
    private static final Pattern SHARE = Pattern.compile("\\\\\\\\([^\\\\?.][^\\\\]*\\\\.+)");
    private static final Pattern ON_DRIVE = Pattern.compile("/([A-Z])((?:/.*)?)");

    private PathText() {}

    /** For an instance on Linux, and for this machine. */
    public static String of(SourcePath path) {
        return new String(path.bytes(), StandardCharsets.UTF_8);
    }

    /** For an instance on Windows. */
    public static String onWindows(SourcePath path) {
        String text = of(path);
        Matcher drive = ON_DRIVE.matcher(text);
        if (drive.matches()) {
            String below = drive.group(2).replace('/', '\\');
            return drive.group(1) + ":" + (below.isEmpty() ? "\\" : below);
        }
        return text.startsWith("/UNC/")
                ? "\\\\" + text.substring("/UNC/".length()).replace('/', '\\')
                : text;
    }

    /**
     * What an instance on Windows wrote.
     *
     * @throws IllegalArgumentException if it is no full path of Windows
     */
    public static SourcePath fromWindows(String text) {
        Matcher drive = DRIVE.matcher(text);
        if (drive.matches()) {
            String letter = drive.group(1).toUpperCase(Locale.ROOT);
            return SourcePath.of("/" + letter + "/" + drive.group(2).replace('\\', '/'));
        }
        Matcher share = SHARE.matcher(text);
        if (share.matches()) {
            return SourcePath.of("/UNC/" + share.group(1).replace('\\', '/'));
        }
        throw new IllegalArgumentException("not a full path of Windows");
    }
}
