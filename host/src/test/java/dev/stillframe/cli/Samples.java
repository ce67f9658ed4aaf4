// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.Diagnoses.Status;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.config.Job;
import dev.stillframe.consistency.GroupClaim;
import dev.stillframe.consistency.Level;
import dev.stillframe.error.Problem;
import dev.stillframe.job.Backups;
import dev.stillframe.job.Doctor;
import dev.stillframe.job.FileChecking;
import dev.stillframe.job.Forgetting;
import dev.stillframe.job.Planning;
import dev.stillframe.job.Recovery;
import dev.stillframe.job.Restoring;
import dev.stillframe.job.Verifying;
import dev.stillframe.plan.Plan;
import dev.stillframe.plan.PlannedApplication;
import dev.stillframe.plan.PlannedComponent;
import dev.stillframe.plan.PlannedSnapshot;
import dev.stillframe.plugin.LoadedPlugin;
import dev.stillframe.plugin.RejectedPlugin;
import dev.stillframe.plugin.trust.Signer;
import dev.stillframe.plugin.trust.Trust;
import dev.stillframe.receipt.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One of everything that a command can answer, with no list empty. */
final class Samples {
    static final Problem PROBLEM =
            new Problem("postgres.down", "the server of orders does not answer", Retry.HELPS, "start it");
    private static final Instant AT = Instant.parse("2026-11-22T03:00:00.5Z");

    private Samples() {}

    static Job job() {
        return new Job(
                "shop",
                List.of("orders", "uploads"),
                BackupType.COPY,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                Duration.ofHours(12),
                Job.OnFailure.CONTINUE,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                new dev.stillframe.config.ChangedRanges(true, Duration.ofDays(30), 50, 5, 1, Duration.ofDays(7)),
                Optional.empty());
    }

    static Planning.Forecast forecast(Level expected) {
        return new Planning.Forecast(
                "shop", Optional.of(plan(expected, List.of())), List.of(), List.of(java.time.Duration.ofMillis(19)));
    }

    static Planning.Forecast refused() {
        return new Planning.Forecast("shop", Optional.empty(), List.of(PROBLEM), List.of());
    }

    static Plan plan(Level expected, List<Plan.Missing> missing) {
        FileSet files = new FileSet(
                SourcePath.of("/srv/uploads"),
                List.of("**/*.jpg"),
                List.of("cache", "**/*.tmp"),
                EnumSet.allOf(Grain.class),
                OptionalInt.of(8192));
        Source source = new Source(new Volume(SourcePath.of("/srv"), "btrfs", "/dev/sdb1", 42), files);
        Component component = new Component(
                new ComponentId("files"),
                List.of(files),
                new Quiesce.Hold(Quiesce.Still.WRITES, Quiesce.Tier.FRONT_END),
                Map.of());
        return new Plan(
                "shop",
                BackupType.COPY,
                Plan.Shape.IMAGE,
                List.of(new PlannedApplication(
                        "uploads",
                        "files",
                        List.of(new PlannedComponent(component, Grain.ATOMIC, List.of(source), expected, Level.CRASH)),
                        List.of(new Inventory.Notice("files.unverifiable", "nothing can prove these files", "none")))),
                List.of(new PlannedSnapshot(
                        "btrfs",
                        Grain.ATOMIC,
                        List.of(source),
                        Optional.of(Duration.ofMillis(20)),
                        List.of("by ioctl"))),
                missing,
                GroupClaim.Wanted.SAME_INSTANT);
    }

    static Receipt receipt(Receipt.Outcome outcome) {
        Receipt.Place place = Receipt.Place.of(SourcePath.of("/srv/uploads"));
        Receipt.Verified verified = new Receipt.Verified(
                "damaged",
                "",
                10,
                1,
                "pages",
                List.of("2 pages healed by WAL"),
                List.of(new Receipt.FindingNote("/srv/uploads/a", 7, "the checksum is wrong")),
                1,
                Optional.of(new Receipt.Carry(
                        "20251231T000000-shop-cd34", 5, Instant.parse("2025-12-28T00:00:00Z"), true, "postgres 1")));
        Receipt.ComponentReceipt component = new Receipt.ComponentReceipt(
                "files",
                "hold",
                "atomic",
                "application",
                "crash",
                true,
                verified,
                Map.of("session", "4711"),
                Map.of("version", "18"),
                List.of(new Receipt.Files(place, List.of("a"), List.of("b"), List.of("live"), 8192)),
                List.of(place),
                new Receipt.Read(
                        3,
                        4096,
                        1,
                        List.of(new Receipt.FileNote("/srv/uploads/secret", "permission denied")),
                        List.of(new Receipt.FileNote("/srv/uploads/log", "grew")),
                        false));
        return new Receipt(
                Receipt.FORMAT,
                "shop-20261122-030000",
                "shop-1",
                "shop",
                "copy",
                outcome,
                "image",
                AT,
                AT.plusSeconds(90),
                new Receipt.Group("skewed", 12, "same-instant", false),
                Optional.of(new Receipt.Window(AT, AT.plusMillis(250), 250_000_000)),
                List.of(new Receipt.SnapshotTaken("btrfs", "atomic", AT, AT.plusMillis(20), List.of("/srv"))),
                List.of(new Receipt.ApplicationReceipt(
                        "uploads",
                        "files",
                        List.of(component),
                        List.of(new Receipt.Note("files.note", "a notice", "a hint")))),
                List.of(new Receipt.Missing("orders", PROBLEM)),
                Optional.of(new Receipt.Changes("shop-20261121-030000", "", 4096, 1024, 1100, 512, 3072, 76, 1)),
                List.of(new Receipt.Phase("prepare", AT, 1_000_000)),
                List.of("a zip holds no links"));
    }

    static Backups.Shelf shelf() {
        return new Backups.Shelf(
                List.of(new Backups.Entry(receipt(Receipt.Outcome.BELOW_MINIMUM), 12_345_678)), List.of(PROBLEM));
    }

    static List<Backups.Snapshot> foreign() {
        return List.of(new Backups.Snapshot(
                "0123456789abcdef".repeat(4), AT, "shop-2", List.of("/etc", "/home"), List.of("weekly")));
    }

    static Doctor.Result doctor() {
        return new Doctor.Result(List.of(new Doctor.Section(
                "application orders",
                List.of(
                        new Diagnosis(Status.GOOD, "server", "PostgreSQL 18.1", ""),
                        new Diagnosis(
                                Status.MISSING,
                                "grants",
                                "backup may not read",
                                "GRANT a TO backup;\nGRANT b TO backup;")))));
    }

    static Restoring.Result restored(Optional<Problem> problem) {
        return new Restoring.Result(
                "shop-20261122-030000",
                3,
                4096,
                List.of(),
                List.of(),
                List.of("/srv/uploads/a: owner 33:33 (not root)"),
                List.of(new Restoring.ApplicationResult(
                        "orders", List.of("archive_mode is off"), List.of("start the server"), problem)));
    }

    static Verifying.Result verified(String... mismatches) {
        return new Verifying.Result("shop-20261122-030000", 3, 4096, List.of(mismatches));
    }

    static FileChecking.Result checked(Verdict.Finding... findings) {
        return new FileChecking.Result(
                "sqlserver", List.of("/data/shop.mdf"), new Verdict.Damaged(List.of(findings), findings.length));
    }

    static FileChecking.Result checked() {
        return checked(new Verdict.Finding(
                SourcePath.of("/data/shop.mdf"), OptionalLong.of(7), "the page's checksum does not fit"));
    }

    static Forgetting.Result forgotten() {
        return new Forgetting.Result(
                "shop",
                "/backup",
                true,
                List.of(new Forgetting.Judged(
                        "shop-20261122-030000", Instant.parse("2026-11-22T03:00:00Z"), true, List.of("daily"))),
                List.of(PROBLEM));
    }

    static Recovery.Result recovered(List<Problem> problems) {
        return new Recovery.Result(List.of("removed the snapshot /srv/.stillframe/x"), problems);
    }

    static LoadedPlugin plugin() {
        return new LoadedPlugin(
                "files",
                "0.1.0",
                "Stillframe",
                "files and folders",
                ">=0.1.0 & <0.2.0",
                Path.of("/plugins/files.jar"),
                "ab12",
                List.of(new Signer("CN=Vendor", "cd34", Instant.parse("2030-01-01T00:00:00Z"))),
                Trust.SIGNED,
                List.of(WriterDescriptor.of("files", "files and folders", "/schema.json")),
                List.of("vendor-array"));
    }

    static RejectedPlugin rejected() {
        return new RejectedPlugin("broken.jar", PROBLEM);
    }

    static CheckedPlugin checkedPlugin() {
        List<dev.stillframe.plugin.CheckedJar.Check> checks = List.of(new dev.stillframe.plugin.CheckedJar.Check(
                "signature", dev.stillframe.plugin.CheckedJar.Result.WARNING, "the jar is not signed", "sign it"));
        return new CheckedPlugin(
                new dev.stillframe.plugin.CheckedJar(Path.of("/plugins/files.jar"), "ab12", checks),
                checks,
                Optional.empty());
    }
}
