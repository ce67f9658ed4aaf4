// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.sqlserver.format.Lsn;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.UUID;

/**
 * A log file in memory: virtual log files of 64 KiB of blocks, with sequences from {@link #FIRST_SEQUENCE} on. All but
 * the last are full; the last ends in the middle, and behind that lies what an earlier use left.
 */
final class SyntheticLog {
    static final int FIRST_SEQUENCE = 40;
    static final int PART = 0x2000 + 0x10000;
    private static final int BLOCK = 3 * 512;

    final SparseFile file;
    final boolean checksums;
    private final Random random;
    private Lsn end = Lsn.NONE;
    private long lastBlock;

    SyntheticLog(
            String path,
            UUID binding,
            int fileId,
            int parts,
            int firstSequence,
            boolean newest,
            boolean checksums,
            Random random) {
        this.checksums = checksums;
        this.random = random;
        long size = 0x2000 + (long) parts * PART;
        file = new SparseFile(path, size);
        SyntheticDatabase.header(file, binding, fileId, 0, size, "log", 44, PageBytes.Seal.CHECKSUM, random);
        for (int i = 0; i < parts; i++) {
            part(0x2000 + (long) i * PART, firstSequence + i, newest && i == parts - 1);
        }
    }

    /** The last record. */
    Lsn end() {
        return end;
    }

    /** Where the last block begins in the file. */
    long lastBlock() {
        return lastBlock;
    }

    static int parity(int sequence) {
        return sequence % 2 == 0 ? 0x40 : 0x80;
    }

    private void part(long at, int sequence, boolean newest) {
        byte[] header = new byte[512];
        ByteBuffer out = PageBytes.little(header);
        out.put(0, (byte) 0xab).put(1, (byte) parity(sequence)).put(2, (byte) 5);
        out.putInt(4, sequence).putLong(16, PART).putLong(24, at);
        file.write(at, header);
        long stop = newest ? at + PART / 2 : at + PART;
        long position = at + 0x2000;
        while (position < stop) {
            int size = (int) Math.min(BLOCK, at + PART - position);
            file.write(position, block(at, position, sequence, parity(sequence), size));
            end = new Lsn(sequence, (position - at) / 512, 5);
            lastBlock = position;
            position += size;
        }
        while (position < at + PART) { // of an earlier use
            int size = (int) Math.min(BLOCK, at + PART - position);
            file.write(position, block(at, position, sequence - 3, parity(sequence - 3), size));
            position += size;
        }
    }

    byte[] block(long part, long position, int sequence, int parity, int size) {
        byte[] block = new byte[size];
        random.nextBytes(block);
        for (int sector = 0; sector < size; sector += 512) {
            block[sector] = (byte) ((block[sector] & 0x3f) | parity);
        }
        ByteBuffer out = PageBytes.little(block);
        out.put(0, (byte) (parity | 0x10)).put(1, (byte) 0);
        out.putShort(2, (short) 5).putShort(4, (short) (size - 20)).putShort(6, (short) size);
        out.put(8, (byte) (checksums ? 3 : 1));
        out.putInt(12, sequence).putInt(16, (int) ((position - part) / 512)).putShort(20, (short) 1);
        out.putInt(24, 0);
        if (checksums) {
            out.putInt(24, PageBytes.checksum(block, 0, size / 512));
        }
        return block;
    }
}
