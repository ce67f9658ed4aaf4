// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.format.BootPage;
import dev.stillframe.sqlserver.format.DataPage;
import dev.stillframe.sqlserver.format.DatabaseVersion;
import dev.stillframe.sqlserver.format.FileHeader;
import dev.stillframe.sqlserver.format.Lsn;
import dev.stillframe.sqlserver.format.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** One check of one database's files. */
final class DatabaseCheck {
    private final Encryption encryption;
    private final Patience patience;
    private final Findings findings = new Findings();
    private final Findings suspects = new Findings();
    private final List<String> remarks = new ArrayList<>();
    private final Tally tally = new Tally();

    DatabaseCheck(Encryption encryption, Patience patience) {
        this.encryption = encryption;
        this.patience = patience;
    }

    Verdict verdict(List<ImageFile> images) throws IOException, WriterException {
        List<DatabaseFile> files = new ArrayList<>();
        for (ImageFile image : images) {
            patience.check();
            files.add(DatabaseFile.of(image, findings));
        }
        List<DatabaseFile> data = files.stream().filter(file -> !file.log()).toList();
        Optional<UUID> binding = boundTogether(files, data);
        List<DatabaseFile> logs = files.stream()
                .filter(DatabaseFile::log)
                .filter(log -> belongs(log, binding))
                .toList();
        Log log = Log.read(logs, encryption, findings, suspects, tally, patience);
        for (DatabaseFile other : files) { // judged by themselves: they say nothing about the data files
            if (other.log() && !logs.contains(other)) {
                Log.read(List.of(other), encryption, findings, suspects, tally, patience);
            }
        }
        tally.add(new DataPass(data, log.end(), checkpoint(data), encryption, findings, suspects, patience).run());
        boot(data, log);
        if (data.isEmpty() || logs.isEmpty()) {
            remarks.add("there was no " + (data.isEmpty() ? "data file" : "log file")
                    + ", so data and log were not compared");
        }
        return verdict();
    }

    private Verdict verdict() {
        boolean hidden = encryption == Encryption.ON || (encryption == Encryption.UNKNOWN && tally.mostlyEncrypted());
        if (hidden) {
            tally.blocksEncrypted += tally.blocksSuspected;
        } else {
            findings.addAll(suspects);
        }
        if (findings.total() > 0) {
            return new Verdict.Damaged(findings.first(), findings.total());
        }
        counts();
        return tally.checked() == 0
                ? new Verdict.Unverifiable("none of the pages and log blocks in use carries anything to check it by: "
                        + String.join("; ", remarks))
                : new Verdict.Sound(tally.checked(), tally.unverifiable(), "pages and log blocks", remarks);
    }

    private void counts() {
        remarks.add("pages in use: " + tally.pagesByChecksum + " with a fitting checksum, " + tally.pagesByTornBits
                + " with torn bits only, " + tally.pagesUnprotected + " with neither, " + tally.pagesEncrypted
                + " encrypted");
        if (tally.pagesUnwritten > 0) {
            remarks.add(tally.pagesUnwritten + " pages were taken into use after the last checkpoint and are all zero:"
                    + " recovery formats them");
        }
        remarks.add("blocks of the log: " + tally.blocksByChecksum + " with a fitting checksum, "
                + tally.blocksUnprotected + " without one, " + tally.blocksEncrypted + " encrypted");
    }

    /** All files of a database carry the same id. What the first data file carries counts, else what any does. */
    private Optional<UUID> boundTogether(List<DatabaseFile> files, List<DatabaseFile> data) {
        Map<Integer, DatabaseFile> ids = new HashMap<>();
        Optional<UUID> binding = Stream.concat(data.stream(), files.stream())
                .flatMap(file -> file.header().stream())
                .map(FileHeader::binding)
                .findFirst();
        for (DatabaseFile file : files) {
            if (!belongs(file, binding)) {
                findings.add(
                        file.path(),
                        0,
                        "it belongs to another database, or to another state of it: its binding id is "
                                + file.header().map(FileHeader::binding).orElseThrow() + ", not "
                                + binding.orElseThrow());
            } else if (file.header().isPresent()) {
                DatabaseFile twin = ids.put(file.header().get().fileId(), file);
                if (twin != null) {
                    findings.add(file.path(), 0, "it has the same file id as " + twin.path());
                }
            }
        }
        return binding;
    }

    private static boolean belongs(DatabaseFile file, Optional<UUID> binding) {
        return file.header().isEmpty()
                || Optional.of(file.header().get().binding()).equals(binding);
    }

    private static Optional<DatabaseFile> primary(List<DatabaseFile> data) {
        return data.stream()
                .filter(file -> file.header().map(FileHeader::primary).orElse(false))
                .findFirst();
    }

    /** From where a recovery will begin; empty if there is none to come, or if nothing says so reliably. */
    private static Optional<Lsn> checkpoint(List<DatabaseFile> data) throws IOException {
        Optional<DatabaseFile> primary = primary(data);
        byte[] bytes = new byte[DataPage.SIZE];
        if (primary.isEmpty()
                || ImageBytes.fill(primary.get().file(), bytes, bytes.length, (long) BootPage.PAGE * bytes.length)
                        < bytes.length) {
            return Optional.empty();
        }
        DataPage page = new DataPage(bytes, 0);
        try {
            BootPage boot = page.intact() && !page.zero() ? BootPage.of(page) : null;
            return Optional.ofNullable(boot)
                    .filter(known -> !known.cleanlyShutDown())
                    .map(BootPage::checkpoint)
                    .filter(known -> !known.equals(Lsn.NONE));
        } catch (MalformedException e) {
            return Optional.empty(); // it is found where the boot page is judged
        }
    }

    private void boot(List<DatabaseFile> data, Log log) throws IOException, WriterException {
        Optional<DatabaseFile> primary = primary(data);
        if (primary.isEmpty()) {
            if (!data.isEmpty()) {
                remarks.add("the primary data file was not there, so nothing is known of the database's version");
            }
            return;
        }
        byte[] bytes = new byte[DataPage.SIZE];
        int read = ImageBytes.fill(primary.get().file(), bytes, bytes.length, (long) BootPage.PAGE * bytes.length);
        DataPage page = new DataPage(bytes, 0);
        if (read < bytes.length) {
            findings.add(primary.get().path(), BootPage.PAGE, "the file ends before the boot page");
        } else if (page.intact() && !page.zero()) { // else it was found already
            try {
                apply(primary.get(), BootPage.of(page), log);
            } catch (MalformedException e) {
                findings.add(primary.get().path(), BootPage.PAGE, "this is no boot page: " + e.getMessage());
            }
        }
    }

    private void apply(DatabaseFile primary, BootPage boot, Log log) throws IOException, WriterException {
        remarks.add("database " + boot.name() + " of " + DatabaseVersion.product(boot.version()) + ", "
                + (boot.cleanlyShutDown() ? "cleanly shut down" : "to be recovered when it is opened"));
        Optional<Lsn> end = log.end();
        if (!log.files().isEmpty() && (log.whole() || end.isPresent())) {
            new CrossFileRules(primary, boot, log, findings, remarks).apply(patience);
        }
    }
}
