// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.stillframe.testkit.ledger.Blindness;
import dev.stillframe.testkit.ledger.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class KitTest {
    private static final String PATIENCE = "stillframe.testkit.patience-millis";

    @AfterEach
    void forget() {
        System.clearProperty(PATIENCE);
        LedgerContract.fault = Optional.empty();
        LedgerContract.blindness = Optional.empty();
        LedgerContract.whole = false;
    }

    @ParameterizedTest(name = "a writer that declares {0} and keeps the contract passes")
    @ValueSource(strings = {"writes", "commits", "backup-mode", "none", "several"})
    void goodWriters(String quiesce) {
        LedgerContract.quiesce = quiesce;
        Results results = run();
        assertThat(results.failed).as("broken rules").isEmpty();
        assertThat(results.passed).hasSizeGreaterThan(20);
    }

    @ParameterizedTest(name = "{0} fails with a message that names the rule")
    @EnumSource
    void brokenWriters(Fault fault) {
        System.setProperty(PATIENCE, "1000"); // what is waited for in vain
        LedgerContract.fault = Optional.of(fault);
        LedgerContract.quiesce = fault.quiesce();
        LedgerContract.whole = Boolean.getBoolean("stillframe.soak");
        Results results = run();
        assertThat(results.failed)
                .as("broken rules")
                .anySatisfy((name, message) -> assertThat(message).startsWith("rule " + fault.rule() + " is broken: "));
    }

    @ParameterizedTest(name = "a good writer whose application {0} is not called good")
    @EnumSource
    void blindApplications(Blindness blindness) {
        if (blindness == Blindness.NEVER_WORKS) {
            System.setProperty(PATIENCE, "1000"); // what is waited for in vain
        }
        LedgerContract.blindness = Optional.of(blindness);
        LedgerContract.quiesce = blindness.quiesce();
        Results results = run();
        assertThat(results.failed.values())
                .as("rules that could not be judged")
                .singleElement()
                .asString()
                .startsWith("rule " + blindness.rule() + " could not be judged: ");
    }

    @Test
    void everyRuleHasAWriterThatBreaksIt() {
        assertThat(WriterContract.rules().stream().map(Rule::name))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Fault.values()).map(Fault::rule).collect(Collectors.toSet()));
    }

    private static Results run() {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(LedgerContract.class))
                .build();
        Results results = new Results();
        LauncherFactory.create().execute(request, results);
        return results;
    }

    private static final class Results implements TestExecutionListener {
        final Map<String, String> failed = new TreeMap<>();
        final List<String> passed = new ArrayList<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                Throwable thrown = result.getThrowable().orElseThrow();
                failed.put(test.getDisplayName(), String.valueOf(thrown.getMessage()));
            } else if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
                passed.add(test.getDisplayName());
            }
        }
    }
}
