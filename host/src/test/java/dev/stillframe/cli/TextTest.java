// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Verdict;
import dev.stillframe.consistency.Level;
import dev.stillframe.job.Backup;
import dev.stillframe.job.FileChecking;
import dev.stillframe.plan.Plan;
import dev.stillframe.receipt.Receipt;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void a_plan_says_what_will_be_copied_from_where_and_how_good_it_will_be() {
        Report report = PlanReport.of(Samples.forecast(Level.APPLICATION), Samples.job());

        assertThat(report.exit()).isEqualTo(ExitCode.DONE);
        assertThat(String.join("\n", report.text())).isEqualTo("""
                        job shop: freeze, snapshot, thaw; held for at most 10.0 s
                        backup type copy: changes no application's backup chain

                        application uploads (files)
                          component files
                            level       expected application, minimum crash
                            quiesce     held: no writes, tier front-end
                            taken       at one instant
                            copies      /srv/uploads  on /dev/sdb1 (btrfs, mounted at /srv)
                              only      **/*.jpg
                              without   cache
                                        **/*.tmp
                          notice [files.unverifiable] nothing can prove these files
                            hint: none

                        snapshots
                          btrfs, at one instant, takes about 20 ms
                            volume      /srv (/dev/sdb1)
                            remark      by ioctl
                          window      lasted at most 19 ms in the job's last cycles (1 known)

                        group
                          claim       expected same-instant, minimum same-instant

                        every component is expected at or above its minimum""");
    }

    @Test
    void a_plan_below_the_minimum_or_with_somebody_missing_says_so_loudly() {
        Report below = PlanReport.of(Samples.forecast(Level.LIVE), Samples.job());
        Report missing = PlanReport.of(
                new dev.stillframe.job.Planning.Forecast(
                        "shop",
                        Optional.of(Samples.plan(Level.CRASH, List.of(new Plan.Missing("orders", Samples.PROBLEM)))),
                        List.of(),
                        List.of()),
                Samples.job());

        assertThat(below.exit()).isEqualTo(ExitCode.BELOW_MINIMUM);
        assertThat(below.text())
                .contains("    level       expected live, minimum crash  <-- BELOW MINIMUM")
                .last()
                .asString()
                .startsWith("BELOW MINIMUM");
        assertThat(missing.exit()).isEqualTo(ExitCode.BELOW_MINIMUM);
        assertThat(missing.text())
                .contains("MISSING: application orders", "  [postgres.down] the server of orders does not answer");
    }

    @Test
    void a_refused_plan_says_why() {
        Report report = PlanReport.of(Samples.refused(), Samples.job());

        assertThat(report.exit()).isEqualTo(ExitCode.NOTHING);
        assertThat(report.text())
                .containsExactly(
                        "job shop: REFUSED, nothing would be backed up",
                        "  [postgres.down] the server of orders does not answer",
                        "    hint: start it");
    }

    @Test
    void a_receipt_says_first_whether_it_is_good_and_then_why() {
        List<String> text = ReceiptPage.of(Samples.receipt(Receipt.Outcome.BELOW_MINIMUM));

        assertThat(text.get(0)).isEqualTo("backup shop-20261122-030000: BELOW MINIMUM");
        assertThat(text)
                .contains(
                        "together    skewed by up to 12 ms  <-- BELOW MINIMUM: asked for same-instant",
                        "frozen      250 ms, from 2026-11-22T03:00:00.500Z to 2026-11-22T03:00:00.750Z",
                        "snapshot    btrfs, atomic, in 20 ms: /srv",
                        "    level       application, minimum crash",
                        "    verified    DAMAGED: 1 finding",
                        "                /srv/uploads/a, block 7: the checksum is wrong",
                        "    evidence    session: 4711",
                        "    copied      3 files, 4.00 KiB, 1 of them delivered after  <-- NOT WHOLE",
                        "    not read    /srv/uploads/secret: permission denied",
                        "    changed     /srv/uploads/log: grew",
                        "MISSING: application orders");
    }

    @Test
    void a_backup_ends_with_its_receipt_or_with_the_reasons_why_there_is_none() {
        Report stored =
                BackupCommand.report("shop", new Backup.Result.Stored(Samples.receipt(Receipt.Outcome.COMPLETE), 2048));
        Report nothing = BackupCommand.report("shop", new Backup.Result.Nothing(List.of(Samples.PROBLEM)));

        assertThat(stored.exit()).isEqualTo(ExitCode.DONE);
        assertThat(stored.text()).last().isEqualTo("stored as shop-20261122-030000, 2.00 KiB");
        assertThat(nothing.exit()).isEqualTo(ExitCode.NOTHING);
        assertThat(nothing.text())
                .startsWith("job shop: NOTHING was backed up; nothing is frozen")
                .contains("    hint: start it");
    }

    @Test
    void the_list_is_a_table() {
        Report report = ListCommand.report(Samples.shelf(), List.of());

        assertThat(report.exit()).isEqualTo(ExitCode.DESTINATION);
        assertThat(report.text()).hasSize(2);
        assertThat(report.text().get(0)).startsWith("ID                    MADE                 JOB   HOST");
        assertThat(report.text().get(1))
                .startsWith("shop-20261122-030000  2026-11-22 ")
                .endsWith("BELOW MINIMUM  application, DAMAGED  11.8 MiB");
    }

    @Test
    void what_other_programs_made_is_a_table_of_its_own_with_the_short_names_that_they_use() {
        assertThat(ListCommand.report(Samples.shelf(), Samples.foreign()).text())
                .endsWith(
                        "",
                        "made by other programs:",
                        "SNAPSHOT  MADE                 HOST    PATHS",
                        "01234567  2026-11-22 03:00:00  shop-2  /etc, /home");
    }

    @Test
    void a_doctor_shows_what_to_do_line_by_line() {
        Report report = DoctorCommand.report(Samples.doctor());

        assertThat(report.exit()).isEqualTo(ExitCode.HOST_FAILED);
        assertThat(report.text())
                .containsExactly(
                        "application orders",
                        "  ok      server: PostgreSQL 18.1",
                        "  MISSING grants: backup may not read",
                        "            GRANT a TO backup;",
                        "            GRANT b TO backup;",
                        "something is MISSING: see above");
    }

    @Test
    void a_restore_that_a_writer_could_not_finish_warns_of_starting_it() {
        Report whole = RestoreCommand.report(Samples.restored(Optional.empty()), Path.of("/r"));
        Report failed = RestoreCommand.report(Samples.restored(Optional.of(Samples.PROBLEM)), Path.of("/r"));

        assertThat(whole.exit()).isEqualTo(ExitCode.DONE);
        assertThat(whole.text())
                .containsExactly(
                        "backup shop-20261122-030000: 3 files, 4.00 KiB, restored below /r",
                        "not as it was",
                        "  /srv/uploads/a: owner 33:33 (not root)",
                        "",
                        "application orders",
                        "  changed",
                        "    archive_mode is off",
                        "  next",
                        "    start the server");
        assertThat(failed.exit()).isEqualTo(ExitCode.BELOW_MINIMUM);
        assertThat(failed.text()).contains("  FAILED, do not start it");
    }

    @Test
    void a_restore_that_left_something_out_ends_with_3_and_names_it() {
        Report report = RestoreCommand.report(
                new dev.stillframe.job.Restoring.Result(
                        "shop", 1, 1, List.of(), List.of("/srv/a: permission denied"), List.of(), List.of()),
                Path.of("/r"));

        assertThat(report.exit()).isEqualTo(ExitCode.BELOW_MINIMUM);
        assertThat(report.text()).contains("NOT RESTORED, or not whole", "  /srv/a: permission denied");
    }

    @Test
    void a_verification_names_what_differs() {
        assertThat(VerifyCommand.report(Samples.verified()).exit()).isEqualTo(ExitCode.DONE);
        assertThat(VerifyCommand.report(Samples.verified("/a: cut")).exit()).isEqualTo(ExitCode.DESTINATION);
        assertThat(VerifyCommand.report(Samples.verified("/a: cut")).text())
                .containsExactly("backup shop-20261122-030000: DAMAGED, 3 files, 4.00 KiB read", "  /a: cut");
    }

    @Test
    void a_recovery_says_what_is_left() {
        assertThat(RecoverCommand.report(Samples.recovered(List.of())).exit()).isEqualTo(ExitCode.DONE);
        assertThat(RecoverCommand.report(Samples.recovered(List.of(Samples.PROBLEM)))
                        .exit())
                .isEqualTo(ExitCode.HOST_FAILED);
        assertThat(RecoverCommand.report(new dev.stillframe.job.Recovery.Result(List.of(), List.of()))
                        .text())
                .containsExactly("nothing to recover");
    }

    @Test
    void plugins_and_what_is_none_are_both_listed() {
        assertThat(PluginsCommand.report(List.of(Samples.plugin()), List.of(Samples.rejected()))
                        .text())
                .contains("files 0.1.0", "NOT USED", "  [postgres.down] the server of orders does not answer");
        assertThat(PluginsCommand.report(List.of(), List.of()).text()).containsExactly("no plugins");
    }

    @Test
    void checked_files_are_sound_damaged_or_neither_and_the_exit_code_tells() {
        assertThat(CheckFilesCommand.report(Samples.checked()).text())
                .containsExactly("DAMAGED: 1 finding", "  /data/shop.mdf, block 7: the page's checksum does not fit");
        assertThat(CheckFilesCommand.report(Samples.checked()).exit()).isEqualTo(ExitCode.DESTINATION);

        Report sound = checked(new Verdict.Sound(10, 2, "pages", List.of("2 encrypted")));
        assertThat(sound.text()).containsExactly("sound: 10 pages checked, 2 cannot be checked", "  2 encrypted");
        assertThat(sound.exit()).isEqualTo(ExitCode.DONE);

        Report none = checked(new Verdict.Unverifiable("no checksums"));
        assertThat(none.text()).containsExactly("unverifiable: no checksums");
        assertThat(none.exit()).isEqualTo(ExitCode.BELOW_MINIMUM);
    }

    private static Report checked(Verdict verdict) {
        return CheckFilesCommand.report(new FileChecking.Result("sqlserver", List.of("/data/shop.mdf"), verdict));
    }
}
