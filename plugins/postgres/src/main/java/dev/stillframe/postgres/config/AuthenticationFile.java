// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that one file in the format of pg_hba.conf or pg_ident.conf names (PostgreSQL's {@code hba.c}): {@code
 * include}, {@code include_if_exists} and {@code include_dir} lines, from 16 on, and {@code @file} in place of a name.
 */
final class AuthenticationFile {
    private static final Pattern TOKEN = Pattern.compile("@?\"((?:[^\"]|\"\")*)\"|[^\\s,\"#]+|(#.*)");

    private AuthenticationFile() {}

    static List<Inclusion> inclusions(Path file) throws IOException {
        List<Inclusion> inclusions = new ArrayList<>();
        for (String line : ConfigurationFile.lines(file)) {
            List<String> tokens = tokens(line);
            if (tokens.size() == 2 && Inclusion.Kind.of(tokens.get(0)).isPresent()) {
                inclusions.add(new Inclusion(Inclusion.Kind.of(tokens.get(0)).get(), unquoted(tokens.get(1))));
                continue;
            }
            for (String token : tokens) {
                if (token.startsWith("@") && token.length() > 1) {
                    inclusions.add(new Inclusion(Inclusion.Kind.FILE, unquoted(token.substring(1))));
                }
            }
        }
        return inclusions;
    }

    private static List<String> tokens(String line) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(line);
        while (matcher.find() && matcher.group(2) == null) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    private static String unquoted(String token) {
        return token.startsWith("\"") ? token.substring(1, token.length() - 1).replace("\"\"", "\"") : token;
    }
}
