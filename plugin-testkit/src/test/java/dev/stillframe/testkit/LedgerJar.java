// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit;

import dev.stillframe.api.WriterFactory;
import dev.stillframe.testkit.ledger.Fault;
import dev.stillframe.testkit.ledger.LedgerFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Packages the ledger's writer as a vendor would. */
final class LedgerJar {
    private static final String PACKAGE = LedgerFactory.class.getPackageName().replace('.', '/');

    private LedgerJar() {}

    static Path make(Path folder, Optional<Fault> fault) throws Exception {
        Path classes = Path.of(LedgerFactory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path jar = folder.resolve("ledger.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.list(classes.resolve(PACKAGE))) {
            for (Path file : files.sorted().toList()) {
                add(entries, PACKAGE + "/" + file.getFileName(), Files.readAllBytes(file));
            }
            for (String each : List.of(LedgerFactory.class.getName())) {
                add(entries, "META-INF/services/" + WriterFactory.class.getName(), bytes(each));
            }
            if (fault.isPresent()) {
                add(entries, "fault.txt", bytes(fault.get().name()));
            }
        }
        return jar;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }
}
