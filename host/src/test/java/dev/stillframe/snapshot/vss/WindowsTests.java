// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The program that {@link WineTest} runs on a JVM of Windows: the tests of VSS, and a file with how they ended. */
public final class WindowsTests {
    private WindowsTests() {}

    public static void main(String[] arguments) throws Exception {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest tests = LauncherDiscoveryRequestBuilder.request()
                .selectors(
                        DiscoverySelectors.selectClass(VssProviderTest.class),
                        DiscoverySelectors.selectClass(VssFailuresTest.class),
                        DiscoverySelectors.selectClass(VssRestoreTest.class))
                .build();
        LauncherFactory.create().execute(tests, listener);
        TestExecutionSummary summary = listener.getSummary();
        try (PrintStream report =
                new PrintStream(Files.newOutputStream(Path.of(arguments[0])), false, StandardCharsets.UTF_8)) {
            report.println(System.getProperty("os.name") + ": succeeded=" + summary.getTestsSucceededCount()
                    + " failed=" + summary.getTestsFailedCount());
            summary.getFailures().forEach(failure -> {
                report.println(failure.getTestIdentifier().getUniqueId());
                failure.getException().printStackTrace(report);
            });
        }
        System.exit(0); // JNA's and the fake's threads are daemons, Wine's own need not be
    }
}
