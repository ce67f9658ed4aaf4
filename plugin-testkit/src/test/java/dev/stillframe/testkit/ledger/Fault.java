// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.ledger;

/** The ways in which a ledger's writer can break the contract, each with the rule that must say so. */
public enum Fault {
    DESCRIPTOR_CHANGES("descriptor.constant"),
    SCHEMA_MISSING("descriptor.constant"),
    OPEN_CONNECTS("open.application-down"),
    IDENTIFY_CRASHES_WHEN_DOWN("open.application-down"),
    IDENTIFY_WRITES("identify.changes-nothing"),
    DIAGNOSE_NEEDS_THE_APPLICATION("diagnose.application-down"),
    NULL_IN_A_RECORD("data.plain"),
    NO_TEXT_IN_A_RECORD("data.plain"),
    COMPLETE_TRUNCATES("complete.copy"),
    HOLD_NOT_FREEZABLE("hold.declared"),
    FREEZABLE_WITHOUT_HOLD("hold.declared", "none"),
    HOLDS_NOTHING("hold.writes"),
    HOLDS_AND_WRITES_ITSELF("hold.writes"),
    HOLDS_NO_COMMITS("hold.commits", "commits"),
    SAYS_HELD_WHATEVER("hold.lost"),
    HOLDS_WITHOUT_DECLARING("hold.none", "none"),
    BACKUP_MODE_HOLDS("backup-mode.writes", "backup-mode"),
    ARMS_TOO_LATE("guard.first"),
    ARMS_NOTHING("guard.first"),
    IGNORES_A_REFUSAL("guard.refused"),
    ARMS_THE_WRONG_ACTION("guard.kill"),
    ABORT_LEAVES_BACKUP_MODE("abort.after-prepare", "backup-mode"),
    ABORT_KEEPS_THE_HOLD("abort.after-freeze"),
    SECOND_ABORT_THROWS("abort.repeatedly"),
    PREPARE_ENTERS_AFTER_ABORT("abort.during-prepare", "backup-mode"),
    FREEZES_AFTER_ABORT("abort.during-freeze"),
    ABORT_WAITS_FOR_THE_FREEZE("abort.hanging"),
    PREPARE_ENTERS_ALTHOUGH_OVERTAKEN("abort.overtaking", "backup-mode"),
    ABORT_WAITS_FOR_THE_VALIDATE("abort.hanging-validate", "backup-mode"),
    IDENTIFY_IGNORES_INTERRUPTS("interrupt.identify"),
    PREPARE_IGNORES_INTERRUPTS("interrupt.prepare"),
    PREPARE_IGNORES_INTERRUPTS_ON_ITS_WAY("interrupt.prepare"),
    FREEZE_IGNORES_INTERRUPTS("interrupt.freeze"),
    THAW_IGNORES_INTERRUPTS("interrupt.thaw"),
    GATHER_IGNORES_INTERRUPTS("interrupt.gather"),
    VALIDATE_IGNORES_INTERRUPTS("interrupt.validate"),
    COMPLETE_IGNORES_INTERRUPTS("interrupt.complete"),
    ONE_CYCLE_ONLY("cycle.again"),
    SECOND_CLOSE_THROWS("close.twice"),
    CLOSE_THROWS_AFTER_A_FAILED_GATHER("close.twice", "backup-mode"),
    LATE_FILE_IS_GONE("gather.readable"),
    NO_VERDICT("validate.answers"),
    ALWAYS_DAMAGED("validate.undamaged"),
    CLAIMS_TO_BE_CHECKABLE("validate.undamaged"),
    ALWAYS_SOUND("validate.damage"),
    SECOND_COMPONENT_ALWAYS_SOUND("validate.damage", "several"),
    READ_ERRORS_ARE_SOUND("validate.unreadable"),
    CHECK_FINDS_FAULT_WITH_EVERYTHING("check-files.undamaged"),
    CHECK_CHANGES_WHAT_IT_READS("check-files.undamaged"),
    CHECK_SEES_NO_DAMAGE("check-files.damage"),
    CHECK_SEES_NO_DAMAGE_IN_THE_SECOND("check-files.damage", "several"),
    CHECK_KNOWS_NO_FOREIGN_FILE("check-files.foreign"),
    CHECK_CALLS_READ_ERRORS_SOUND("check-files.unreadable"),
    RESTORE_TOUCHES_THE_ORIGINAL("restore.beside"),
    LEAVES_A_THREAD("leak.threads"),
    LEAVES_A_FILE_OPEN("leak.files"),
    LEAVES_A_SHUTDOWN_HOOK("leak.classes"),
    PRINTS("stdout.silent");

    private final String rule;
    private final String quiesce;

    Fault(String rule) {
        this(rule, "writes");
    }

    Fault(String rule, String quiesce) {
        this.rule = rule;
        this.quiesce = quiesce;
    }

    /** The name of the rule that it breaks. */
    public String rule() {
        return rule;
    }

    /** What the writer declares meanwhile. */
    public String quiesce() {
        return quiesce;
    }
}
