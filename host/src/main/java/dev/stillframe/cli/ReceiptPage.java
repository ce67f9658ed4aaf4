// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.receipt.Receipt;
import dev.stillframe.receipt.Receipt.ApplicationReceipt;
import dev.stillframe.receipt.Receipt.ComponentReceipt;
import dev.stillframe.receipt.Receipt.FileNote;
import dev.stillframe.receipt.Receipt.Verified;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** A receipt for people: first whether it is good, then why. */
final class ReceiptPage {
    private static final int MOST_FILES = 20;

    private final Receipt receipt;
    private final Page page = new Page();

    private ReceiptPage(Receipt receipt) {
        this.receipt = receipt;
    }

    static List<String> of(Receipt receipt) {
        return new ReceiptPage(receipt).write().lines();
    }

    private Page write() {
        page.line("backup " + receipt.id() + ": "
                + (receipt.outcome() == Receipt.Outcome.COMPLETE ? "COMPLETE" : "BELOW MINIMUM"));
        page.entry(
                "made",
                Units.time(receipt.began()) + ", took " + took() + ", " + receipt.type() + ", " + receipt.shape());
        page.entry("of", "job " + receipt.job() + " on host " + receipt.host());
        page.entry("together", group(receipt.group()));
        receipt.window()
                .ifPresent(window -> page.entry(
                        "frozen",
                        Units.nanos(window.nanos()) + ", from " + window.firstFreeze() + " to " + window.lastThaw()));
        for (Receipt.SnapshotTaken snapshot : receipt.snapshots()) {
            page.entry(
                    "snapshot",
                    snapshot.provider() + ", " + snapshot.grain() + ", in "
                            + Units.duration(Duration.between(snapshot.begun(), snapshot.ended())) + ": "
                            + String.join(", ", snapshot.sources()));
        }
        receipt.changes().ifPresent(this::changes);
        receipt.applications().forEach(this::application);
        for (Receipt.Missing missing : receipt.missing()) {
            page.blank();
            page.section("MISSING: application " + missing.application(), () -> page.problem(missing.problem()));
        }
        if (!receipt.remarks().isEmpty()) {
            page.blank();
            page.section("remarks", () -> receipt.remarks().forEach(page::line));
        }
        return page;
    }

    private String took() {
        return Units.duration(Duration.between(receipt.began(), receipt.ended()));
    }

    private void changes(Receipt.Changes changes) {
        page.entry(
                "changed",
                Units.bytes(changes.changedBytes()) + " of " + Units.bytes(changes.existedBytes()) + "; read "
                        + Units.bytes(changes.readBytes()) + ", stored " + Units.bytes(changes.storedBytes()));
        if (!changes.base().isEmpty()) {
            page.entry(
                    "compared",
                    "with the snapshot kept of " + changes.base() + ": " + Units.bytes(changes.carriedBytes())
                            + " taken over unread, " + Units.bytes(changes.sampledBytes())
                            + " of it read and the same");
        }
        if (!changes.reason().isEmpty()) {
            page.entry("", "not compared: " + changes.reason());
        }
    }

    private static String group(Receipt.Group group) {
        String claim = group.claim().equals("skewed") ? "skewed by up to " + group.skewMillis() + " ms" : group.claim();
        return claim + (group.met() ? "" : "  <-- BELOW MINIMUM: asked for " + group.wanted());
    }

    private void application(ApplicationReceipt application) {
        page.blank();
        page.section("application " + application.name() + " (" + application.writer() + ")", () -> {
            application.components().forEach(this::component);
            application.notices().forEach(note -> page.line("notice [" + note.code() + "] " + note.message()));
        });
    }

    private void component(ComponentReceipt component) {
        page.section("component " + component.id(), () -> {
            page.entry(
                    "level",
                    component.level() + ", minimum " + component.minimum()
                            + (component.minimumMet() ? "" : "  <-- BELOW MINIMUM"));
            page.entry("taken", component.quiesce() + ", " + component.grain());
            verified(component.verification());
            page.entries(
                    "evidence",
                    new TreeMap<>(component.evidence())
                            .entrySet().stream()
                                    .map(fact -> fact.getKey() + ": " + fact.getValue())
                                    .toList());
            Receipt.Read read = component.read();
            page.entry(
                    "copied",
                    Units.count(read.files(), "file", "files") + ", " + Units.bytes(read.bytes())
                            + (read.lateFiles() == 0 ? "" : ", " + read.lateFiles() + " of them delivered after")
                            + (read.whole() ? "" : "  <-- NOT WHOLE"));
            component.fileSets().stream()
                    .filter(set -> set.takenAt().contains(component.grain()))
                    .map(set -> set.root().text())
                    .distinct()
                    .forEach(root -> page.entry("  of", root));
            notes("not read", read.notRead());
            notes("changed", read.changed());
        });
    }

    private void verified(Verified verified) {
        String checked = verified.checked() + " " + verified.unit() + " checked"
                + (verified.unverifiable() == 0 ? "" : ", " + verified.unverifiable() + " cannot be checked");
        page.entry(
                "verified",
                switch (verified.result()) {
                    case "sound" -> "sound: " + checked;
                    case "damaged" -> "DAMAGED: " + Units.count(verified.findingsTotal(), "finding", "findings");
                    default -> verified.result() + (verified.reason().isEmpty() ? "" : ": " + verified.reason());
                });
        verified.carry()
                .filter(carry -> !carry.from().isEmpty())
                .ifPresent(carry -> page.entry(
                        "",
                        carry.units() + " " + verified.unit() + " unchanged since " + carry.from()
                                + ", where they were sound; all were checked " + Units.time(carry.allChecked())));
        page.entries("", verified.remarks());
        page.entries(
                "",
                verified.findings().stream()
                        .limit(MOST_FILES)
                        .map(finding -> finding.file() + (finding.block() < 0 ? "" : ", block " + finding.block())
                                + ": " + finding.reason())
                        .toList());
        more(verified.findingsTotal());
    }

    private void notes(String label, List<FileNote> notes) {
        page.entries(
                label,
                notes.stream()
                        .limit(MOST_FILES)
                        .map(note -> note.file() + ": " + note.reason())
                        .toList());
        more(notes.size());
    }

    private void more(long total) {
        if (total > MOST_FILES) {
            page.entry("", "and " + (total - MOST_FILES) + " more; --json shows all that were kept");
        }
    }
}
