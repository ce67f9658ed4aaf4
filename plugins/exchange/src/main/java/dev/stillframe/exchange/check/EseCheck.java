// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import dev.stillframe.exchange.ese.DatabaseHeader;
import dev.stillframe.exchange.ese.LogBlocks;
import dev.stillframe.exchange.ese.Signature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Checks files that belong together, as {@code eseutil /k} does each, and whether a recovery would find all it needs.
 *
 * <p>What Exchange wants of a backup program before it may say that a backup is good: "Validate backup integrity by using
 * the Eseutil tool" in Microsoft's documentation for developers.
 */
public final class EseCheck {
    /** A log is read whole: they have one megabyte in Exchange, five elsewhere. */
    private static final int LONGEST_LOG = 64 << 20;

    private final Findings findings = new Findings();
    private final Map<Signature, LogChain> chains = new LinkedHashMap<>();
    private final List<EseFile.Database> databases = new ArrayList<>();
    private final List<EseFile.Check> checkpoints = new ArrayList<>();
    private final Patience patience;
    private final Pace pace;
    private final int threads;

    private long pages;
    private long unused;
    private long blocks;

    private EseCheck(Patience patience, Pace pace, int threads) {
        this.patience = patience;
        this.pace = pace;
        this.threads = threads;
    }

    /**
     * Checks files.
     *
     * @param threads at most so many read at the same time
     * @throws WriterException if a file cannot be read, or nobody waits any more
     */
    public static Verdict of(List<ImageFile> files, Deadline deadline, Pace pace, int threads) throws WriterException {
        EseCheck check = new EseCheck(new Patience(deadline), pace, threads);
        check.all(files);
        return check.verdict();
    }

    private void all(List<ImageFile> files) throws WriterException {
        for (ImageFile file : files) {
            try {
                file(file);
            } catch (IOException e) {
                throw new WriterException(
                        "exchange.read",
                        "cannot read " + file.path() + ": " + e.getMessage(),
                        Retry.UNKNOWN,
                        "the file as it was taken could not be read: it is not judged",
                        e);
            }
        }
        together();
    }

    /**
     * The same for what a backup holds of one database.
     *
     * @throws WriterException also if no database is among the files: whatever was taken, it is not what was meant
     */
    public static Verdict ofBackup(List<ImageFile> files, Deadline deadline, Pace pace, int threads)
            throws WriterException {
        EseCheck check = new EseCheck(new Patience(deadline), pace, threads);
        check.all(files);
        if (check.databases.isEmpty()) {
            throw new WriterException(
                    "exchange.no-database-file",
                    "there is no readable database among the " + files.size() + " files of the component: "
                            + check.findings.first(),
                    Retry.UNKNOWN,
                    "compare what the VSS writer names (diskshadow, list writers) with what lies there");
        }
        return check.verdict();
    }

    private void file(ImageFile file) throws IOException, WriterException {
        patience.check();
        EseFile known = EseFile.of(file);
        if (known instanceof EseFile.Database database) {
            database(database);
        } else if (known instanceof EseFile.Log log) {
            log(log);
        } else if (known instanceof EseFile.Check check) {
            checkpoints.add(check);
            if (check.checkpoint().damagedCopy()) {
                findings.remark(file.path() + ": one of its two copies is damaged");
            }
        } else if (known instanceof EseFile.Unneeded unneeded) {
            findings.remark(file.path() + " is " + unneeded.what() + ": not judged");
        } else {
            findings.add(file.path(), ((EseFile.Ruined) known).reason());
        }
    }

    private void database(EseFile.Database database) throws IOException, WriterException {
        databases.add(database);
        SourcePath path = database.file().path();
        switch (database.header().whichCopies()) {
            case PRIMARY_BAD -> findings.remark(path + ": its header is damaged; the shadow is good");
            case SHADOW_BAD -> findings.remark(path + ": the shadow of its header is damaged; the header is good");
            case SHADOW_STALE -> findings.remark(path + ": the shadow of its header is older");
            case BOTH -> {}
        }
        DatabasePages.Count count = new DatabasePages(
                        database.file(), database.header().pageSize(), findings, patience, pace)
                .check(threads);
        pages += count.good();
        unused += count.unused();
        cutOff(database);
    }

    /** What a clean database owns is there. While one is used its file and its space change one after the other. */
    private void cutOff(EseFile.Database database) throws IOException {
        DatabaseHeader header = database.header();
        long there = database.file().size() / header.pageSize() - DatabasePages.HEADERS;
        OptionalLong owned = OwnedSpace.last(database.file(), header.pageSize());
        if (owned.orElse(0) > there) {
            String reason = "it owns pages up to " + owned.getAsLong() + ", and its file ends after " + there;
            if (header.state() == DatabaseHeader.State.CLEAN) {
                findings.add(database.file().path(), there, reason + ": the file is cut off");
            } else {
                findings.remark(database.file().path() + ": " + reason);
            }
        }
    }

    private void log(EseFile.Log log) throws IOException, WriterException {
        SourcePath path = log.file().path();
        chains.computeIfAbsent(log.header().stream(), stream -> new LogChain(findings))
                .add(log);
        if (log.file().size() > LONGEST_LOG) {
            findings.add(path, "a log of " + log.file().size() + " bytes");
            return;
        }
        pace.take(log.file().size());
        byte[] bytes = ImageBytes.read(log.file(), 0, LONGEST_LOG);
        LogBlocks body = LogBlocks.of(bytes, log.header());
        blocks += body.good();
        for (LogBlocks.Bad bad : body.bad()) {
            findings.add(path, "at byte " + bad.at() + ": " + bad.reason());
        }
        for (LogBlocks.Bad mended : body.mended()) {
            findings.remark(path + ": at byte " + mended.at() + ": " + mended.reason());
        }
    }

    private void together() {
        chains.values().forEach(LogChain::checkLinks);
        databases.forEach(this::recoverable);
        for (EseFile.Check check : checkpoints) {
            LogChain chain = chains.get(check.checkpoint().stream());
            long from = check.checkpoint().from().generation();
            if (chain != null) {
                long last = Math.max(from, chain.byGeneration().lastKey());
                chain.require(check.file().path(), from, last, "recovery begins at " + from);
            } else if (!chains.isEmpty()) {
                findings.add(check.file().path(), "it belongs to other logs than those here");
            }
        }
    }

    private void recoverable(EseFile.Database database) {
        DatabaseHeader header = database.header();
        SourcePath path = database.file().path();
        if (!header.state().recoverable()) {
            findings.add(path, "its state is " + header.state() + ": it cannot be recovered as it is");
            return;
        }
        if (!header.state().needsLogs()) {
            return;
        }
        if (header.required().isNone()) {
            findings.add(path, "it was not shut down cleanly, and names no log that could recover it");
            return;
        }
        LogChain chain = chains.get(header.logs());
        if (chain == null) {
            String why = chains.isEmpty() ? "" : "; the logs here are of other streams: " + chains.keySet();
            findings.add(
                    path,
                    "it was not shut down cleanly, and log generation "
                            + header.required().first() + " that it needs is missing" + why);
            return;
        }
        long first = header.required().first();
        long last = header.required().last();
        chain.require(path, first, last, "the database cannot be recovered");
        if (header.committed() > last) {
            chain.require(path, last + 1, header.committed(), "transactions that were committed would be lost");
        }
        chain.requireTime(last, header.lastRequiredCreated());
        if (header.committed() > last) {
            chain.requireTime(header.committed(), header.lastCommittedCreated());
        }
    }

    private Verdict verdict() {
        if (findings.total() > 0) {
            return new Verdict.Damaged(findings.first(), findings.total());
        }
        List<String> remarks = new ArrayList<>(findings.remarks());
        if (unused > 0) {
            remarks.add(unused + " pages were never written");
        }
        if (pages == 0 && blocks == 0) {
            return checkpoints.isEmpty()
                    ? new Verdict.Unverifiable("there is no database and no log among the files")
                    : new Verdict.Sound(checkpoints.size(), 0, "checkpoints", remarks);
        }
        String unit = blocks == 0 ? "pages" : pages == 0 ? "log blocks" : "pages and log blocks";
        return new Verdict.Sound(pages + blocks, 0, unit, remarks);
    }
}
