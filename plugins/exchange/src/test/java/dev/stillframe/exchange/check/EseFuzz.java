// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.stillframe.api.WriterException;
import dev.stillframe.exchange.check.EseBuilder.Database;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Everything that reads the engine's files, for Jazzer: whatever the bytes are, there is a verdict and no exception. Half
 * of the time headers that were changed get a right checksum again, so that what lies behind it is reached.
 */
public final class EseFuzz {
    private static final int SIZE = 4096;
    private static final byte[] DATABASE = Database.dirty(SIZE, 1, 3).build(4, new Random(1));
    private static final byte[] LOG = EseBuilder.log(3, 7, 3, new Random(1));
    private static final byte[] CHECKPOINT = EseBuilder.checkpoint(3, 7);

    private EseFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) throws WriterException {
        Checks.verdict(
                MemoryFile.of("a.edb", changed(DATABASE, data)),
                MemoryFile.of("E00.log", changed(LOG, data)),
                MemoryFile.of("E00.chk", changed(CHECKPOINT, data)),
                MemoryFile.of("x", data.consumeRemainingAsBytes()));
    }

    private static byte[] changed(byte[] whole, FuzzedDataProvider data) {
        if (data.consumeBoolean()) {
            return EseBuilder.reheaded(whole, SIZE, header -> change(header, SIZE, data));
        }
        byte[] bytes = whole.clone();
        change(ByteBuffer.wrap(bytes), bytes.length, data);
        return bytes;
    }

    private static void change(ByteBuffer bytes, int length, FuzzedDataProvider data) {
        for (int i = data.consumeInt(0, 16); i > 0; i--) {
            bytes.put(data.consumeInt(0, length - 1), data.consumeByte());
        }
    }
}
