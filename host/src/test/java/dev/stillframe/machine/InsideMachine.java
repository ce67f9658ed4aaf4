// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.machine;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a class of tests, and prints a line for each: what is read outside. */
final class InsideMachine implements TestExecutionListener {
    static final String WELL = "MACHINE well ";
    static final String FAILED = "MACHINE failed ";
    static final String SKIPPED = "MACHINE skipped ";
    static final String TRACE = "MACHINE trace ";
    static final String OVER = "MACHINE over";

    private InsideMachine() {}

    /** @param arguments the class */
    public static void main(String[] arguments) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(arguments[0]))
                .build();
        LauncherFactory.create().execute(request, new InsideMachine());
        System.out.println(OVER);
        System.exit(0);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        System.out.println(SKIPPED + test.getDisplayName() + " " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest() || result.getStatus() != Status.SUCCESSFUL) {
            String word = switch (result.getStatus()) {
                case SUCCESSFUL -> WELL;
                case ABORTED -> SKIPPED;
                case FAILED -> FAILED;
            };
            System.out.println(word + test.getDisplayName());
            result.getThrowable().ifPresent(InsideMachine::trace);
        }
    }

    private static void trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        text.toString().lines().limit(40).forEach(line -> System.out.println(TRACE + line));
    }
}
