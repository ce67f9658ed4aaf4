// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of one file in the format of postgresql.conf (PostgreSQL's {@code guc-file.l}). Lines that cannot be
 * understood say nothing: the server would not have started from them.
 */
public record ConfigurationFile(Path path, List<Entry> entries) {
    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_$.]*)(?:\\s*=\\s*|\\s+)"
            + "(?:'((?:[^'\\\\\\n]++|''|\\\\.)*+)'|([^\\s'#=][^\\s'#]*))\\s*(?:#.*)?");
    private static final Pattern ESCAPE = Pattern.compile("''|\\\\([0-7]{1,3}|.)");

    public ConfigurationFile {
        entries = List.copyOf(entries);
    }

    /**
     * A setting or an inclusion.
     *
     * @param line counted from zero
     * @param name in lower case
     */
    public record Entry(int line, String name, String value) {
        /** Whether it names another file or folder to read. */
        public boolean includes() {
            return name.equals("include") || name.equals("include_if_exists") || name.equals("include_dir");
        }
    }

    public static ConfigurationFile read(Path path) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = lines(path);
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = LINE.matcher(lines.get(i));
            if (matcher.matches()) {
                String quoted = matcher.group(2);
                String value = quoted == null ? matcher.group(3) : unescaped(quoted);
                entries.add(new Entry(i, matcher.group(1).toLowerCase(Locale.ROOT), decoded(value)));
            }
        }
        return new ConfigurationFile(path, entries);
    }

    /** The lines of a file, each byte as one character, so that they can be written back unchanged. */
    public static List<String> lines(Path path) throws IOException {
        return List.of(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).split("\n", -1));
    }

    /** The last value of a setting in this file: the one that counts, unless a later file has another. */
    public Optional<String> last(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .reduce((first, second) -> second)
                .map(Entry::value);
    }

    /** A line that sets something; the value is quoted. */
    public static String line(String name, String value) {
        return name + " = '" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** What a line of text looks like among {@link #lines}. */
    public static String encoded(String line) {
        return new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String decoded(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String unescaped(String quoted) {
        return ESCAPE.matcher(quoted).replaceAll(match -> Matcher.quoteReplacement(character(match.group())));
    }

    private static String character(String escape) {
        String body = escape.substring(1);
        return switch (body.charAt(0)) {
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '0', '1', '2', '3', '4', '5', '6', '7' -> String.valueOf((char) (Integer.parseInt(body, 8) & 0xff));
            default -> body;
        };
    }
}
