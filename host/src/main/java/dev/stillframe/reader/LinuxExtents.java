// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.change.ExtentMap;
import dev.stillframe.change.Part;
import dev.stillframe.platform.linux.BtrfsExtent;
import dev.stillframe.platform.linux.BtrfsExtents;
import dev.stillframe.platform.linux.Extent;
import dev.stillframe.platform.linux.Fiemap;
import dev.stillframe.platform.linux.FileFlags;
import dev.stillframe.platform.linux.FileRange;
import dev.stillframe.platform.linux.OpenFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Extents of this Linux system as values that can be compared: on btrfs from the file's own tree, which also tells where
 * in a compressed extent a part begins; elsewhere from FIEMAP, which does not, so that nothing encoded is trusted there.
 */
final class LinuxExtents {
    private static final Part.Kept ZEROS = new Part.Zeros();
    private static final Part.Kept DOUBTFUL = new Part.Doubtful();
    private static final int UNTRUSTED = Extent.UNKNOWN
            | Extent.DELAYED
            | Extent.ENCODED
            | Extent.ENCRYPTED
            | Extent.NOT_ALIGNED
            | Extent.INLINE
            | Extent.TAIL;
    private static final int UNDERSTOOD = UNTRUSTED | Extent.UNWRITTEN | Extent.LAST | Extent.MERGED | Extent.SHARED;
    private static final int SECTOR = 512;

    private LinuxExtents() {}

    /** @throws IOException if the system does not tell, or tells what cannot be */
    static ExtentMap of(OpenFile file) throws IOException {
        try {
            return file.onBtrfs() ? ofBtrfs(file) : ofOthers(file);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": its extents cannot be: " + e.getMessage(), e);
        }
    }

    private static ExtentMap ofBtrfs(OpenFile file) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (BtrfsExtent extent : BtrfsExtents.of(file)) {
            parts.add(new Part(extent.logical(), extent.length(), kept(extent)));
        }
        // another filesystem may be mounted by now where the base shows a folder
        String addresses = "btrfs " + BtrfsExtents.filesystem(file);
        return new ExtentMap(file.status().size(), addresses, parts);
    }

    static Part.Kept kept(BtrfsExtent extent) {
        if (extent.foreign()) {
            return DOUBTFUL;
        }
        return switch (extent.type()) {
            case PREALLOCATED -> ZEROS;
            case REGULAR ->
                extent.extent() == 0
                        ? ZEROS
                        : new Part.Stored(extent.extent(), extent.stored(), extent.compression(), extent.inside());
            case INLINE, UNKNOWN -> DOUBTFUL;
        };
    }

    private static ExtentMap ofOthers(OpenFile file) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Extent extent : Fiemap.extents(file, new FileRange(0, Long.MAX_VALUE))) {
            parts.add(new Part(extent.logical(), extent.length(), kept(extent)));
        }
        String addresses = "device " + file.status().device() + (FileFlags.realtime(file) ? " realtime" : "");
        return new ExtentMap(file.status().size(), addresses, parts);
    }

    static Part.Kept kept(Extent extent) {
        boolean aligned = (extent.logical() | extent.physical() | extent.length()) % SECTOR == 0;
        if (extent.has(UNTRUSTED) || extent.has(~UNDERSTOOD) || !aligned) {
            return DOUBTFUL;
        }
        return extent.has(Extent.UNWRITTEN) ? ZEROS : new Part.Stored(0, 0, 0, extent.physical());
    }
}
