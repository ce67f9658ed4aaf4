// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.ImageFile;
import dev.stillframe.sqlserver.format.Allocation;
import dev.stillframe.sqlserver.format.DataPage;
import dev.stillframe.sqlserver.format.Lsn;
import dev.stillframe.sqlserver.format.PageType;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The allocation maps for one stretch of a data file: its PFS page and the GAM pages that it needs, read when they are.
 * A map that cannot be relied on is empty; the pass over the pages finds it. One thread.
 */
final class Maps {
    private final ImageFile file;
    private final OptionalInt fileId;
    private Optional<Lsn> pfsChanged = Optional.empty();
    private final Optional<byte[]> pfs;
    private long gamPage = -1;
    private Optional<byte[]> gam = Optional.empty();

    /** @param from the first page of a PFS interval */
    Maps(ImageFile file, OptionalInt fileId, long from) throws IOException {
        this.file = file;
        this.fileId = fileId;
        this.pfs = read(Allocation.pfsPage(from), PageType.PFS);
    }

    /** Whether pages may have been taken into use after a place in the log. */
    boolean changedAfter(Lsn place) {
        return pfsChanged.map(changed -> changed.compareTo(place) > 0).orElse(false);
    }

    /** Whether a page is in use; empty if that cannot be known. */
    Optional<Boolean> inUse(long page) throws IOException {
        long wanted = Allocation.gamPage(page);
        if (wanted != gamPage) {
            gam = read(wanted, PageType.GAM);
            gamPage = wanted;
        }
        return gam.flatMap(extents -> pfs.map(pages -> Allocation.inUse(page, extents, pages)));
    }

    private Optional<byte[]> read(long number, PageType type) throws IOException {
        byte[] bytes = new byte[DataPage.SIZE];
        if (ImageBytes.fill(file, bytes, bytes.length, number * DataPage.SIZE) < bytes.length) {
            return Optional.empty();
        }
        DataPage page = new DataPage(bytes, 0);
        boolean reliable = page.type() == type.number()
                && page.intact()
                && (fileId.isEmpty() || page.liesAt(number, fileId.getAsInt()));
        if (!reliable) {
            return Optional.empty();
        }
        if (type == PageType.PFS) {
            pfsChanged = Optional.of(page.lsn());
        }
        return Optional.of(Allocation.map(page));
    }
}
