// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.config.RepositoryStorage;
import dev.stillframe.error.StillframeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Finds a repository's password: in the file that the configuration names, else in the environment. White space around it
 * is no part of it, as with restic's {@code --password-file}, so that both can share the file. It is never printed.
 */
final class RepositoryPassword {
    static final String VARIABLE = "STILLFRAME_REPOSITORY_PASSWORD";

    private static final int LONGEST = 1 << 16;

    private RepositoryPassword() {}

    /** The caller wipes it. */
    static char[] of(RepositoryStorage storage, Map<String, String> environment) throws StillframeException {
        if (storage.passwordFile().isPresent()) {
            return fromFile(storage.passwordFile().get());
        }
        String given = environment.getOrDefault(VARIABLE, "");
        if (given.isBlank()) {
            throw refused("no password for the repository " + storage.location());
        }
        return given.toCharArray();
    }

    /** Reads a password from a file. The caller wipes it. */
    static char[] fromFile(Path file) throws StillframeException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw refused(file + ": is too long for a password");
            }
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            Arrays.fill(bytes, (byte) 0);
            char[] password = stripped(text);
            if (password.length == 0) {
                throw refused(file + ": is empty");
            }
            return password;
        } catch (CharacterCodingException e) {
            throw refused(file + ": is not UTF-8 text");
        } catch (NoSuchFileException e) {
            throw refused(file + ": there is no such file");
        } catch (IOException e) {
            throw refused(file + ": cannot be read");
        }
    }

    private static char[] stripped(CharBuffer text) {
        int start = text.position();
        int end = text.limit();
        while (start < end && Character.isWhitespace(text.get(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.get(end - 1))) {
            end--;
        }
        char[] password = new char[end - start];
        text.position(start).get(password);
        if (text.hasArray()) {
            Arrays.fill(text.array(), '\0');
        }
        return password;
    }

    /** Without the cause: that could quote what must not be printed. */
    private static StillframeException refused(String message) {
        return new StillframeException(
                "config.password",
                message,
                Retry.DOES_NOT_HELP,
                "write it into the file that repository: {password-file: ...} names, readable for this user only, or"
                        + " set " + VARIABLE);
    }
}
