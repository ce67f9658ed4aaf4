// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Files below one root. Symbolic links are kept as links and never followed.
 *
 * <p>Patterns are relative to the root, with {@code /} between names: {@code *} stands for any part of one name, {@code
 * ?} for one character of it, {@code **} for any number of whole names, at the end of a pattern for one at least. They
 * are compared with the names' bytes (a pattern is taken as UTF-8). A pattern names an entry and everything below it,
 * so {@code cache} leaves out a folder and {@code cache/*} only what is in it.
 * Entries named {@code .stillframe-snapshots} are never taken: there the host's snapshots lie.
 *
 * @param root a file or a folder, absolute, with no symbolic link in it
 * @param include what is taken; empty means everything. Folders on the way to what is taken are kept
 * @param exclude what is left out of that; wins over {@code include}
 * @param takenAt the grains at which this set is taken; at others the writer delivers it as late files or it is not
 *     needed
 * @param pageSize in bytes, if the files are arrays of pages that change in place
 */
public record FileSet(
        SourcePath root, List<String> include, List<String> exclude, Set<Grain> takenAt, OptionalInt pageSize) {
    public FileSet {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        takenAt = Set.copyOf(takenAt);
        if (takenAt.isEmpty()) {
            throw new IllegalArgumentException("a file set is taken at one grain at least: " + root);
        }
        if (pageSize.isPresent() && Integer.bitCount(pageSize.getAsInt()) != 1) {
            throw new IllegalArgumentException("a page size is a power of two: " + pageSize.getAsInt());
        }
    }

    /** Everything below a root, at every grain, of no particular structure. */
    public static FileSet all(SourcePath root) {
        return new FileSet(root, List.of(), List.of(), Set.of(Grain.values()), OptionalInt.empty());
    }
}
