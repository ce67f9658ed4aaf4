// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Changes a jar as one does who has no key: the other entries stay what they are, byte for byte. */
final class JarEdit {
    private final Path jar;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    JarEdit(Path jar) throws IOException {
        this.jar = jar;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
    }

    byte[] read(String entry) {
        return entries.get(entry);
    }

    JarEdit put(String entry, byte[] content) {
        entries.put(entry, content);
        return this;
    }

    JarEdit remove(String entry) {
        entries.remove(entry);
        return this;
    }

    JarEdit text(String entry, UnaryOperator<String> change) {
        String before = new String(entries.get(entry), StandardCharsets.UTF_8);
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalStateException("nothing changed in " + entry);
        }
        return put(entry, after.getBytes(StandardCharsets.UTF_8));
    }

    Path write() throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return jar;
    }

    /** Gives every entry of one name another one of the same length, which no library would write twice. */
    static void rename(Path jar, String entry, String other) throws IOException {
        byte[] from = entry.getBytes(StandardCharsets.UTF_8);
        byte[] to = other.getBytes(StandardCharsets.UTF_8);
        if (from.length != to.length) {
            throw new IllegalArgumentException(entry + " and " + other + " differ in length");
        }
        byte[] bytes = Files.readAllBytes(jar);
        for (int at = 0; at + from.length <= bytes.length; at++) {
            if (java.util.Arrays.equals(bytes, at, at + from.length, from, 0, from.length)) {
                System.arraycopy(to, 0, bytes, at, to.length);
            }
        }
        Files.write(jar, bytes);
    }
}
