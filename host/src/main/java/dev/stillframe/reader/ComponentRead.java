// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import java.util.List;

/**
 * What was read of one component. What belongs to several components is counted in each.
 *
 * @param files regular files that are in the backup, other names of the same file and late files included
 * @param folders folders, those on the way to its roots left out
 * @param others links, FIFOs and devices
 * @param bytes of those files, holes included
 * @param lateFiles how many of the files came after the image, and those beside it
 * @param remarks everything that has to be said, complete, in the order of paths
 */
public record ComponentRead(long files, long folders, long others, long bytes, long lateFiles, List<Remark> remarks) {
    public ComponentRead {
        remarks = List.copyOf(remarks);
    }

    /** Whether everything that belongs to it is in the backup. */
    public boolean whole() {
        return remarks.stream().noneMatch(remark -> remark.kind().breaking());
    }

    /** What was there and is not in the backup. */
    public List<Remark> notRead() {
        return remarks.stream()
                .filter(r -> r.kind() != Remark.Kind.CHANGED && r.kind() != Remark.Kind.PADDED)
                .toList();
    }

    /** What is in the backup and was not the same all the time that it was read. */
    public List<Remark> changed() {
        return remarks.stream()
                .filter(r -> r.kind() == Remark.Kind.CHANGED || r.kind() == Remark.Kind.PADDED)
                .toList();
    }
}
