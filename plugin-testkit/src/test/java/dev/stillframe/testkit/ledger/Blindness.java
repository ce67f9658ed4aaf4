// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.ledger;

/** The ways in which an application can leave the kit blind, each with a rule that must not be called kept then. */
public enum Blindness {
    WRITES_ELSEWHERE("hold.writes", "writes"),
    WRITES_TO_ONE_COMPONENT_ONLY("hold.writes", "several"),
    COMMITS_ELSEWHERE("identify.changes-nothing", "writes"),
    COMPLETES_ELSEWHERE("complete.copy", "writes"),
    STATE_SAYS_NOTHING("identify.changes-nothing", "writes"),
    KNOWS_OF_NO_HOLD("hold.writes", "writes"),
    KNOWS_OF_NO_BACKUP_MODE("backup-mode.writes", "backup-mode"),
    NEVER_WORKS("hold.commits", "commits");

    private final String rule;
    private final String quiesce;

    Blindness(String rule, String quiesce) {
        this.rule = rule;
        this.quiesce = quiesce;
    }

    /** The name of the rule that cannot be judged. */
    public String rule() {
        return rule;
    }

    /** What the writer declares meanwhile. */
    public String quiesce() {
        return quiesce;
    }

    boolean elsewhere() {
        return this == WRITES_ELSEWHERE || this == COMMITS_ELSEWHERE || this == COMPLETES_ELSEWHERE;
    }

    boolean knowsNoHold() {
        return this == KNOWS_OF_NO_HOLD || this == KNOWS_OF_NO_BACKUP_MODE;
    }
}
