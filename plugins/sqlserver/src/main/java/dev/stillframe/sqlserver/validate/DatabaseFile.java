// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.sqlserver.format.DataPage;
import dev.stillframe.sqlserver.format.FileHeader;
import dev.stillframe.sqlserver.format.MalformedException;
import dev.stillframe.sqlserver.format.VirtualLogFile;
import java.io.IOException;
import java.util.Optional;

/**
 * A file and what it says it is.
 *
 * @param header empty if it cannot be relied on, which was found already
 * @param log whether it is a log file
 */
record DatabaseFile(ImageFile file, Optional<FileHeader> header, boolean log) {
    /** Looks at a file's beginning. */
    static DatabaseFile of(ImageFile file, Findings findings) throws IOException {
        byte[] head = new byte[DataPage.SIZE];
        if (ImageBytes.fill(file, head, head.length, 0) < head.length) {
            findings.add(file.path(), "it has " + file.size() + " bytes, less than a page");
            return new DatabaseFile(file, Optional.empty(), false);
        }
        Optional<FileHeader> header = header(file.path(), new DataPage(head, 0), findings);
        if (header.isPresent()) {
            sized(file, header.get(), findings);
            return new DatabaseFile(file, header, header.get().log());
        }
        byte[] second = new byte[1];
        boolean log = ImageBytes.fill(file, second, 1, VirtualLogFile.FIRST) == 1 && VirtualLogFile.signed(second);
        return new DatabaseFile(file, header, log);
    }

    SourcePath path() {
        return file.path();
    }

    /** How many whole pages there are. */
    long pages() {
        return file.size() / DataPage.SIZE;
    }

    private static Optional<FileHeader> header(SourcePath path, DataPage page, Findings findings) {
        if (!page.intact()) {
            findings.add(path, 0, "the file header's checksum does not fit");
            return Optional.empty();
        }
        try {
            FileHeader header = FileHeader.of(page);
            if (page.liesAt(0, header.fileId())) {
                return Optional.of(header);
            }
            findings.add(
                    path, 0, "the file header of file " + header.fileId() + " says that it is page " + page.place());
        } catch (MalformedException e) {
            findings.add(path, 0, "this is no file header: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static void sized(ImageFile file, FileHeader header, Findings findings) {
        if (file.size() != header.pages() * DataPage.SIZE) {
            findings.add(
                    file.path(),
                    "it has " + file.size() + " bytes, but its header says " + header.pages() + " pages, which are "
                            + header.pages() * DataPage.SIZE);
        }
    }
}
