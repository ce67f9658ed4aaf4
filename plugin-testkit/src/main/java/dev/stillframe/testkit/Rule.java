// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit;

import dev.stillframe.testkit.drive.Subject;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/**
 * One rule of the contract, with what proves it.
 *
 * @param name stable, words with dots, for example {@code abort.after-freeze}
 * @param sentence the rule itself: lower case, no full stop
 */
public record Rule(String name, String sentence, Proof proof) {
    /** Tries a writer. */
    @FunctionalInterface
    public interface Proof {
        /**
         * Returns if the writer keeps the rule.
         *
         * @throws AssertionError if it does not
         * @throws Inconclusive if it cannot be told
         * @throws DoesNotApply if the writer declares nothing that the rule speaks of
         */
        void run(Subject subject) throws Exception;
    }

    /** It could not be told whether a rule is kept: that fails as well. */
    public static final class Inconclusive extends AssertionError {
        private static final long serialVersionUID = 1L;

        /** @param why lower case, no full stop; what the vendor can do about it */
        public Inconclusive(String why) {
            super(why);
        }
    }

    /** A rule speaks of something that the writer does not declare. */
    public static final class DoesNotApply extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** @param why lower case, no full stop */
        public DoesNotApply(String why) {
            super(why);
        }
    }

    DynamicTest test(Subject subject, ContractReport report) {
        return DynamicTest.dynamicTest(name + ": " + sentence, () -> {
            try {
                prove(subject);
                report.passed();
            } catch (TestAbortedException e) {
                report.doesNotApply();
                throw e;
            } catch (AssertionError e) {
                report.failed();
                throw e;
            }
        });
    }

    private void prove(Subject subject) {
        try {
            proof.run(subject);
        } catch (DoesNotApply e) {
            throw new TestAbortedException("rule " + name + " does not apply: " + e.getMessage());
        } catch (Inconclusive e) {
            throw new AssertionError("rule " + name + " could not be judged: " + e.getMessage(), e);
        } catch (AssertionError e) {
            throw new AssertionError("rule " + name + " is broken: " + sentence + "; but " + e.getMessage(), e);
        } catch (Exception e) {
            throw new AssertionError("rule " + name + " could not be judged: the test itself failed with " + e, e);
        }
    }
}
