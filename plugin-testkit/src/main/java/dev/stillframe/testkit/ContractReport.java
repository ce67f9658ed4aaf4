// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit;

import dev.stillframe.api.WriterFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;

/**
 * How a jar came through the kit, beside it in {@code JAR.contract}: Java properties with the kit's version, the jar's
 * hash, and one line for each test class. What another jar left there is dropped.
 */
final class ContractReport {
    private int passed;
    private int failed;
    private int others;

    void passed() {
        passed++;
    }

    void failed() {
        failed++;
    }

    void doesNotApply() {
        others++;
    }

    /** Writes one test class's result; a run of some rules only is none. */
    void write(Path jar, String test, int rules) throws IOException {
        if (passed + failed + others < rules) {
            return;
        }
        Path file = jar.resolveSibling(jar.getFileName() + ".contract");
        String sha256 = sha256(jar);
        Properties report = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                report.load(in);
            }
        }
        if (!sha256.equals(report.getProperty("sha256")) || !version().equals(report.getProperty("kit"))) {
            report.clear();
        }
        report.setProperty("kit", version());
        report.setProperty("sha256", sha256);
        report.setProperty("test." + test, passed + " passed, " + others + " do not apply, " + failed + " failed");
        try (Writer out = Files.newBufferedWriter(file)) {
            report.store(out, "Result of Stillframe's conformance kit");
        }
    }

    private static String version() throws IOException {
        try (InputStream in = WriterFactory.class.getResourceAsStream("version.txt")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static String sha256(Path jar) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
