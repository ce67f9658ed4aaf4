// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Everything that reads foreign bytes, for Jazzer: whatever they are, there is a verdict, never another exception and
 * never a hang. The first byte says whether the rest is a file by itself, or changes a database that was sound; a page
 * that was changed gets a fitting checksum again, so that what reads it is reached.
 */
public final class DatabaseFuzz {
    static final SyntheticDatabase DATABASE =
            new SyntheticDatabase(new Random(1)).log(2).data(1, 64, 20);

    private static final int BY_ITSELF = 0x80;

    private DatabaseFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws WriterException {
        if (input.length > 0 && (input[0] & BY_ITSELF) != 0) {
            byte[] file = Arrays.copyOfRange(input, 1, input.length);
            Checks.verdict(List.of(SparseFile.of("/data/any.mdf", file)));
        } else {
            changed(input);
        }
    }

    /** The first byte says which file, the next four where, the rest is what is written there. */
    static Verdict changed(byte[] change) throws WriterException {
        SparseFile data = DATABASE.data.get(0).copy();
        SparseFile log = DATABASE.logs.get(0).file.copy();
        if (change.length > 5) {
            ByteBuffer in = ByteBuffer.wrap(change);
            SparseFile file = in.get() % 2 == 0 ? data : log;
            // mostly what is parsed: the first pages, and the beginnings of the log's parts
            long range = file == data ? 12L * PageBytes.SIZE : file.size();
            long at = Integer.toUnsignedLong(in.getInt()) % (range - change.length);
            byte[] bytes = new byte[in.remaining()];
            in.get(bytes);
            file.write(at, bytes);
            if (file == data || at < PageBytes.SIZE) {
                seal(file, at / PageBytes.SIZE);
            }
        }
        return Checks.verdict(List.of(data, log));
    }

    private static void seal(SparseFile file, long page) {
        byte[] bytes = file.bytes(page * PageBytes.SIZE, PageBytes.SIZE);
        file.write(page * PageBytes.SIZE, PageBytes.sealed(bytes, PageBytes.Seal.CHECKSUM));
    }
}
