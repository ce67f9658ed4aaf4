// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.server;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds a server's password. Passwords are read when a connection is made and kept nowhere. */
final class Password {
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private Password() {}

    /** The first line of a file that holds nothing else. */
    static String inFile(Path file) throws WriterException {
        return read(file).stripTrailing();
    }

    /**
     * The first line of a {@code .pgpass} that fits (PostgreSQL's manual, "The Password File"): {@code
     * host:port:database:user:password}, with {@code *} for anything and a backslash before a {@code :} or {@code \}
     * that is meant.
     *
     * @throws WriterException {@code postgres.passfile-open} if others may read it: libpq ignores such a file
     */
    static Optional<String> inPassfile(Path file, String host, String port, String database, String user)
            throws WriterException {
        refuseOpenTo(file);
        List<String> wanted = List.of(host, port, database, user);
        for (String line : read(file).split("\n", -1)) {
            List<String> fields = line.startsWith("#") ? List.of() : fields(line.stripTrailing());
            if (fields.size() == 5 && fits(fields, wanted)) {
                return Optional.of(fields.get(4));
            }
        }
        return Optional.empty();
    }

    private static boolean fits(List<String> fields, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!fields.get(i).equals("*") && !fields.get(i).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                i++;
                field.append(line.charAt(i));
            } else if (c == ':' && fields.size() < 4) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    private static void refuseOpenTo(Path file) throws WriterException {
        try {
            for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
                if (OTHERS.contains(permission)) {
                    throw new WriterException(
                            "postgres.passfile-open",
                            file + " can be read or written by others",
                            Retry.DOES_NOT_HELP,
                            "chmod 0600 " + file);
                }
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static String read(Path file) throws WriterException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static WriterException unreadable(Path file, IOException e) {
        return new WriterException(
                "postgres.password-file",
                "cannot read " + file + ": " + e.getClass().getSimpleName(),
                Retry.DOES_NOT_HELP,
                "it must exist and be readable by the account that runs Stillframe",
                e);
    }
}
