// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds where the configured paths really lie: a file set's root has no symbolic link in it. */
final class Roots {
    private Roots() {}

    /** @return from each path as it was written to where it lies, in the operator's order */
    static Map<String, SourcePath> resolve(Iterable<String> paths) throws WriterException {
        Map<String, SourcePath> resolved = new LinkedHashMap<>();
        for (String path : paths) {
            resolved.put(path, resolve(path));
        }
        return resolved;
    }

    /** @throws WriterException if there is no readable file or folder */
    static SourcePath resolve(String written) throws WriterException {
        Path real;
        try {
            real = LocalPath.file(written).toRealPath();
        } catch (NoSuchFileException e) {
            throw problem(
                    "files.missing", written, "does not exist", "correct settings.paths, or mount what is missing", e);
        } catch (InvalidPathException | IOException e) {
            throw problem("files.unreachable", written, "cannot be resolved: " + e, "", e);
        }
        if (!Files.isDirectory(real) && !Files.isRegularFile(real)) {
            throw problem(
                    "files.special", written, "is neither a file nor a folder", "name the folder it lies in", null);
        }
        if (!Files.isReadable(real)) {
            throw problem(
                    "files.unreadable",
                    written,
                    "cannot be read with the rights of this process",
                    "run as root, or grant the right to read it",
                    null);
        }
        String text = real.toString();
        if (!Files.exists(Path.of(text)) || text.indexOf('\uFFFD') >= 0) {
            throw problem(
                    "files.name",
                    written,
                    "leads through a link to a name that is not UTF-8",
                    "name a folder above it",
                    null);
        }
        return LocalPath.contract(real);
    }

    private static WriterException problem(
            String code, String path, String what, String hint, @org.jspecify.annotations.Nullable Exception cause) {
        return new WriterException(code, path + " " + what, Retry.UNKNOWN, hint, cause);
    }
}
