// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb.innodb;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Checks all of a server's InnoDB files in an image: every page's checksum, number and tablespace, and the log's head. */
public final class ImageCheck {
    private static final String SYSTEM = "ibdata";
    private static final String LOG = "ib_logfile0";

    private final BackupImage image;
    private final Deadline deadline;
    private final Tally tally = new Tally();

    public ImageCheck(BackupImage image, Deadline deadline) {
        this.image = image;
        this.deadline = deadline;
    }

    /** @throws WriterException if the image cannot be read, or the time is over */
    public Verdict verdict(ComponentId component) throws WriterException {
        List<ImageFile> files;
        try (Stream<ImageFile> all = image.files(component)) {
            files = all.toList();
        }
        try {
            check(files);
            return tally.verdict();
        } catch (IOException e) {
            throw new WriterException(
                    "mariadb.check", "the check was not finished: " + e.getMessage(), Retry.UNKNOWN, "", e);
        }
    }

    private void check(List<ImageFile> files) throws IOException {
        List<ImageFile> system = new ArrayList<>(files.stream().filter(ImageCheck::system).toList());
        system.sort(Comparator.comparingInt(file -> Integer.parseInt(name(file).substring(SYSTEM.length()))));
        ImageFile log = files.stream().filter(file -> name(file).equals(LOG)).findFirst().orElse(null);
        if (system.isEmpty() || log == null) {
            SourcePath folder = files.isEmpty() ? SourcePath.root() : files.get(0).path();
            tally.bad(folder, OptionalLong.empty(), "there is no " + (log == null ? LOG : SYSTEM + "1") + " beside it");
            return;
        }
        RedoLog redo = RedoLog.of(log);
        if (!redo.whole()) {
            tally.bad(log.path(), OptionalLong.empty(), "has no checkpoint from which recovery could start");
        }
        ByteBuffer head = Reading.fully(system.get(0), 0, Page.FILE_FLAGS + Integer.BYTES);
        if (head.limit() <= Page.FILE_FLAGS) {
            tally.bad(system.get(0).path(), OptionalLong.empty(), "is shorter than a page");
            return;
        }
        int pageSize = PageFormat.pageSize(head.getInt(Page.FILE_FLAGS) & 0xffffffffL);
        if (!PageFormat.exists(pageSize)) {
            tally.bad(system.get(0).path(), OptionalLong.of(0), "its flags tell a page size that does not exist");
            return;
        }
        Doublewrite copies = Doublewrite.of(system.get(0), pageSize, redo.checkpoint());
        new PageFile(system, pageSize, redo.checkpoint(), copies, tally).check(this::pace);
        for (ImageFile file : files) {
            if (name(file).endsWith(".ibd") || name(file).startsWith("undo")) {
                new PageFile(List.of(file), pageSize, redo.checkpoint(), copies, tally).check(this::pace);
            }
        }
    }

    private void pace() throws IOException {
        if (deadline.passed() || Thread.currentThread().isInterrupted()) {
            throw new IOException("the time for it is over");
        }
    }

    private static boolean system(ImageFile file) {
        return name(file).matches(SYSTEM + "\\d+");
    }

    private static String name(ImageFile file) {
        String path = file.path().toString();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
