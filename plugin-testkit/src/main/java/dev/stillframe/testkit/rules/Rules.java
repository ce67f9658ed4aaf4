// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.rules;

import dev.stillframe.testkit.Rule;
import java.util.List;
import java.util.stream.Stream;

/** The whole contract. */
public final class Rules {
    private Rules() {}

    /** All rules, in the order in which they are proved: what leaves an application held comes after what reads it. */
    public static List<Rule> all() {
        return Stream.of(
                        DataRules.all(),
                        HoldRules.all(),
                        GuardRules.all(),
                        AbortRules.all(),
                        HangRules.all(),
                        InterruptRules.all(),
                        CallRules.all(),
                        ImageRules.all(),
                        CheckFilesRules.all(),
                        RestoreRules.all(),
                        LeakRules.all(),
                        List.of(DataRules.silent()))
                .flatMap(List::stream)
                .toList();
    }
}
