// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.SourcePath;
import dev.stillframe.store.archive.ArchiveEntry.Placement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The map in front of a sparse file's data, see the GNU tar manual, "Storing Sparse Files", PAX format version 1.0:
 * decimal numbers, each on its line: how many parts, then offset and length of each; filled up with NUL to a multiple of
 * 512. A file that ends with a hole has a last part of length 0 at its end.
 */
final class SparseMap {
    private SparseMap() {}

    static byte[] of(List<Extent> extents, long size) {
        boolean endsWithHole =
                extents.isEmpty() || extents.get(extents.size() - 1).end() < size;
        StringBuilder map = new StringBuilder();
        map.append(extents.size() + (endsWithHole ? 1 : 0)).append('\n');
        extents.forEach(
                e -> map.append(e.offset()).append('\n').append(e.length()).append('\n'));
        if (endsWithHole) {
            map.append(size).append("\n0\n");
        }
        byte[] bytes = map.toString().getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512);
    }

    /**
     * Compares the map that the archive has in front of a sparse file's data with what the manifest says of the file. A
     * manifest alone could promise zeros without end, which cost nobody anything to write and everybody forever to read.
     *
     * @throws DamagedException if they differ, or there is none
     */
    static void check(PlainSource source, Placement placement, SourcePath path, long size) throws IOException {
        byte[] said = of(placement.extents(), size);
        if (placement.at() < said.length) {
            throw differs(path);
        }
        Placement before = new Placement(placement.at() - said.length, said.length, List.of());
        ByteBuffer found = ByteBuffer.allocate(said.length);
        try (PlainSource.Reader stored = source.open(before, said.length)) {
            while (found.hasRemaining()) {
                int unused = stored.read(found, found.position());
            }
        }
        if (!Arrays.equals(found.array(), said)) {
            throw differs(path);
        }
    }

    private static DamagedException differs(SourcePath path) {
        return new DamagedException(
                path + ": the manifest says other sizes and holes of it than the archive's own map", null);
    }
}
