// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.receipt;

import dev.stillframe.api.SourcePath;
import dev.stillframe.error.Problem;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one backup is and what it may claim. Plain data; its JSON form is documented in {@code docs/json.md} and kept with
 * the backup.
 *
 * @param format the version of this structure
 * @param id names the backup in its destination
 * @param outcome the sum of it
 * @param shape {@code image} or {@code held-copy}
 * @param group what the components claim together
 * @param window when the applications were held; empty if none was
 * @param snapshots the snapshots that were read
 * @param missing applications of the job that are not in this backup, and why
 * @param changes what changed since the backup before; empty if every backup stands for itself, or if it was made before
 *     receipts told
 * @param phases how long each phase took, in order
 * @param remarks what the archive format cannot hold and other things worth knowing
 */
public record Receipt(
        int format,
        String id,
        String host,
        String job,
        String type,
        Outcome outcome,
        String shape,
        Instant began,
        Instant ended,
        Group group,
        Optional<Window> window,
        List<SnapshotTaken> snapshots,
        List<ApplicationReceipt> applications,
        List<Missing> missing,
        Optional<Changes> changes,
        List<Phase> phases,
        List<String> remarks) {

    /** The current {@link #format}. */
    public static final int FORMAT = 1;

    public Receipt {
        snapshots = List.copyOf(snapshots);
        applications = List.copyOf(applications);
        missing = List.copyOf(missing);
        phases = List.copyOf(phases);
        remarks = List.copyOf(remarks);
    }

    /** Whether the backup is what was asked for. */
    public enum Outcome {
        /** Every application is in it, at or above its minimum, undamaged and whole. */
        COMPLETE,
        /** A backup exists, but something fell short: see applications, group and missing. */
        BELOW_MINIMUM
    }

    /**
     * What the components claim together.
     *
     * @param claim {@code same-instant}, {@code held-together} or {@code skewed}
     * @param skewMillis how far apart they may be, rounded up; 0 unless skewed
     * @param wanted what the job asked for
     */
    public record Group(String claim, long skewMillis, String wanted, boolean met) {}

    /** The frozen window: from the first freeze that was begun to the last thaw that ended. */
    public record Window(Instant firstFreeze, Instant lastThaw, long nanos) {}

    /**
     * One set of snapshots.
     *
     * @param sources the folders that it shows
     */
    public record SnapshotTaken(String provider, String grain, Instant begun, Instant ended, List<String> sources) {
        public SnapshotTaken {
            sources = List.copyOf(sources);
        }
    }

    /** An application of the job that is not in the backup. */
    public record Missing(String application, Problem problem) {}

    /**
     * What there was, what of it changed, and what that cost. Sizes are bytes.
     *
     * @param base the backup whose snapshot was compared with; empty if none was
     * @param reason why none was, or not for all files; else empty
     * @param existedBytes all files of the backup, holes included
     * @param changedBytes what of them was not known to be in the backup before
     * @param readBytes from the source, second readings and the sample included
     * @param storedBytes what the files take beyond what was there, compressed
     * @param carriedBytes what was taken over from the backup before because its place on the disk is the same
     * @param sampledBytes what of that was read nevertheless, and was the same
     * @param samplePercent which share of it was to be
     */
    public record Changes(
            String base,
            String reason,
            long existedBytes,
            long changedBytes,
            long readBytes,
            long storedBytes,
            long carriedBytes,
            long sampledBytes,
            double samplePercent) {}

    /** A phase of the cycle. */
    public record Phase(String name, Instant began, long nanos) {}

    /** One application of the job. */
    public record ApplicationReceipt(
            String name, String writer, List<ComponentReceipt> components, List<Note> notices) {
        public ApplicationReceipt {
            components = List.copyOf(components);
            notices = List.copyOf(notices);
        }
    }

    /** Something to know about an application. */
    public record Note(String code, String message, String hint) {}

    /**
     * One component.
     *
     * @param quiesce how it was made consistent, as declared
     * @param evidence what proves that it was
     * @param facts return to the writer at a restore
     * @param late where files came to lie that were delivered after the image, those beside it left out
     */
    public record ComponentReceipt(
            String id,
            String quiesce,
            String grain,
            String level,
            String minimum,
            boolean minimumMet,
            Verified verification,
            Map<String, String> evidence,
            Map<String, String> facts,
            List<Files> fileSets,
            List<Place> late,
            Read read) {
        public ComponentReceipt {
            evidence = Map.copyOf(evidence);
            facts = Map.copyOf(facts);
            fileSets = List.copyOf(fileSets);
            late = List.copyOf(late);
        }
    }

    /**
     * A path.
     *
     * @param text for people
     * @param base64 its bytes, which need not be UTF-8
     */
    public record Place(String text, String base64) {
        public static Place of(SourcePath path) {
            return new Place(path.toString(), Base64.getEncoder().encodeToString(path.bytes()));
        }

        public SourcePath path() {
            return SourcePath.of(Base64.getDecoder().decode(base64));
        }
    }

    /**
     * A file set as it was declared.
     *
     * @param pageSize in bytes; 0 if the files have no pages
     */
    public record Files(Place root, List<String> include, List<String> exclude, List<String> takenAt, int pageSize) {
        public Files {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
            takenAt = List.copyOf(takenAt);
        }
    }

    /**
     * What was proved.
     *
     * @param result {@code sound}, {@code unverifiable}, {@code damaged} or {@code not-done}
     * @param reason why it is unverifiable or not done; else empty
     * @param findings the first things that are wrong
     * @param findingsTotal how many there are
     * @param carry what of this was proved earlier, and what a later backup may take over; empty unless sound, and in
     *     backups made before receipts told
     */
    public record Verified(
            String result,
            String reason,
            long checked,
            long unverifiable,
            String unit,
            List<String> remarks,
            List<FindingNote> findings,
            long findingsTotal,
            Optional<Carry> carry) {
        public Verified {
            remarks = List.copyOf(remarks);
            findings = List.copyOf(findings);
        }
    }

    /**
     * How a verdict hangs together with those of earlier and later backups: what is unchanged since bytes were judged sound
     * is not judged again.
     *
     * @param from the backup before, whose verdict holds for what was passed over; empty if all was judged
     * @param units how many units were passed over
     * @param allChecked when all of them were last judged
     * @param lasting whether the next backup may pass over what is unchanged since this one
     * @param judge the plugin, its version and digest: another one judges anew
     */
    public record Carry(String from, long units, Instant allChecked, boolean lasting, String judge) {}

    /**
     * One thing that is wrong.
     *
     * @param block -1 if it concerns the whole file
     */
    public record FindingNote(String file, long block, String reason) {}

    /**
     * What was read of a component.
     *
     * @param notRead files that were there and are not in the backup, each with its reason
     * @param changed files that changed while they were read without a snapshot
     */
    public record Read(
            long files, long bytes, long lateFiles, List<FileNote> notRead, List<FileNote> changed, boolean whole) {
        public Read {
            notRead = List.copyOf(notRead);
            changed = List.copyOf(changed);
        }
    }

    /** A file that something has to be said about. */
    public record FileNote(String file, String reason) {}
}
