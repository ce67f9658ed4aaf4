// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.plugin.CheckedJar.Check;
import dev.stillframe.plugin.CheckedJar.Result;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;

/**
 * What the conformance kit wrote beside a jar, in {@code JAR.contract}: Java properties with the kit's version, the jar's
 * hash and one line for each test class. The vendor's word, not a proof.
 */
final class ContractReport {
    private static final String TEST = "test.";

    private ContractReport() {}

    static Check check(Path jar, String sha256) {
        Path file = jar.resolveSibling(jar.getFileName() + ".contract");
        if (!Files.exists(file)) {
            return new Check(
                    "kit",
                    Result.WARNING,
                    "no report of the conformance kit lies beside it",
                    "ask its vendor for " + file.getFileName());
        }
        Properties report = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            report.load(in);
        } catch (IOException | IllegalArgumentException e) {
            return new Check("kit", Result.FAILED, "the kit's report cannot be read: " + PluginProblem.text(e), "");
        }
        if (sha256.isEmpty() || !sha256.equals(report.getProperty("sha256"))) {
            return new Check("kit", Result.FAILED, "the kit's report is one of another jar", "run the kit again");
        }
        StringBuilder text = new StringBuilder("version " + report.getProperty("kit", "unknown"));
        boolean passed = false;
        boolean failed = false;
        for (String key : new TreeSet<>(report.stringPropertyNames())) {
            if (key.startsWith(TEST)) {
                String outcome = report.getProperty(key);
                text.append("; ")
                        .append(key.substring(TEST.length()))
                        .append(": ")
                        .append(outcome);
                passed = true;
                failed |= !outcome.contains(" 0 failed");
            }
        }
        return new Check("kit", passed && !failed ? Result.PASSED : Result.FAILED, text.toString(), "");
    }
}
