// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit;

import dev.stillframe.testkit.drive.Subject;
import dev.stillframe.testkit.plugin.PackagedPlugin;
import dev.stillframe.testkit.rules.Rules;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The conformance kit: a test class that extends this drives a packaged writer through the whole contract, one test for
 * each rule, through the same calls that the host makes.
 *
 * <pre>{@code
 * class LedgerWriterIT extends WriterContract {
 *     @Override
 *     protected Application start(Path folder) throws Exception {
 *         return new LedgerApplication(folder);
 *     }
 * }
 * }</pre>
 *
 * <p>The result lies beside the jar, in {@code JAR.contract}, for {@code stillframe plugins check}.
 *
 * <p>It tests the jar that ships, so it belongs to a phase after {@code package} (Maven: a class whose name ends in
 * {@code IT}, run by failsafe).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class WriterContract {
    /** System property: the jar under test; without it, the only plugin jar in {@code target}. */
    public static final String JAR_PROPERTY = "stillframe.testkit.jar";

    /** System property: proves only the rules whose names begin with this. */
    public static final String RULES_PROPERTY = "stillframe.testkit.rules";

    private final ContractReport report = new ContractReport();
    private @Nullable Path folder;
    private @Nullable Subject subject;

    /** For subclasses. */
    protected WriterContract() {}

    /**
     * Starts the application that the writer is proved against. Called once for most of the rules, and more often for
     * those that need an application that was stopped.
     *
     * @param folder empty, and a different one at each call; removed afterwards
     */
    protected abstract Application start(Path folder) throws Exception;

    /** The jar under test. */
    protected Path jar() throws Exception {
        String named = System.getProperty(JAR_PROPERTY, "");
        return named.isEmpty() ? PackagedPlugin.onlyOneIn(Path.of("target")) : Path.of(named);
    }

    /** Which writer of the jar is tested; empty if it brings only one. */
    protected Optional<String> writer() {
        return Optional.empty();
    }

    /** Whether a rule is to be proved now. By default all are whose names begin with {@link #RULES_PROPERTY}. */
    protected boolean wanted(Rule rule) {
        return rule.name().startsWith(System.getProperty(RULES_PROPERTY, ""));
    }

    /** All rules of the contract, in the order in which they are proved. */
    public static List<Rule> rules() {
        return Rules.all();
    }

    /** Starts the application and loads the jar. */
    @BeforeAll
    public final void open() throws Exception {
        folder = Files.createTempDirectory("stillframe-kit");
        subject = Subject.open(jar(), writer(), folder, this::start);
    }

    /** One test for each rule. */
    @TestFactory
    @DisplayName("the contract of writers")
    public final Stream<DynamicTest> contract() {
        Subject opened = java.util.Objects.requireNonNull(subject);
        return rules().stream().filter(this::wanted).map(rule -> rule.test(opened, report));
    }

    /** Writes the result beside the jar, stops the application and removes its files. */
    @AfterAll
    public final void close() throws Exception {
        try {
            if (subject != null) {
                report.write(subject.jar(), getClass().getSimpleName(), rules().size());
                subject.end();
            }
        } finally {
            if (folder != null) {
                remove(folder);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
