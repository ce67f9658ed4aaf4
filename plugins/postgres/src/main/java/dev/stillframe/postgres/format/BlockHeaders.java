// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The part of a WAL record that says which pages it changes (access/xlogrecord.h). */
final class BlockHeaders {
    private static final int MOST_BLOCKS = 33;
    private static final int DATA_SHORT = 255;
    private static final int DATA_LONG = 254;
    private static final int ORIGIN = 253;
    private static final int TOP_LEVEL_TRANSACTION = 252;

    private static final int FORK = 0x0f;
    private static final int HAS_IMAGE = 0x10;
    private static final int WILL_INIT = 0x40;
    private static final int SAME_RELATION = 0x80;

    private static final int HAS_HOLE = 0x01;

    private final ByteBuffer bytes;
    private final int applies;
    private final int compressed;

    BlockHeaders(ByteBuffer bytes, Release release) {
        this.bytes = bytes;
        this.applies = release.imageNamesCompression() ? 0x02 : 0x04;
        this.compressed = release.imageNamesCompression() ? 0x1c : 0x02;
    }

    /**
     * Reads the headers.
     *
     * @param from where they begin
     * @param length of the whole record
     * @param blocks receives the references
     * @return how many bytes of main data end the record
     */
    int read(int from, long length, List<BlockReference> blocks) throws MalformedException {
        try {
            return read(length, blocks, bytes.position(from));
        } catch (BufferUnderflowException e) {
            throw new MalformedException("the WAL record's headers run over its end");
        }
    }

    private int read(long length, List<BlockReference> blocks, ByteBuffer in) throws MalformedException {
        long data = 0;
        long main = 0;
        Optional<RelFileLocator> relation = Optional.empty();
        while (length - in.position() > data) {
            int id = in.get() & 0xff;
            if (id == DATA_SHORT || id == DATA_LONG) {
                main = id == DATA_SHORT ? in.get() & 0xff : in.getInt() & 0xffff_ffffL;
                data += main;
                break;
            } else if (id == ORIGIN) {
                in.getShort();
            } else if (id == TOP_LEVEL_TRANSACTION) {
                in.getInt();
            } else if (id < MOST_BLOCKS) {
                int flags = in.get() & 0xff;
                data += in.getShort() & 0xffff;
                boolean restored = false;
                if ((flags & HAS_IMAGE) != 0) {
                    data += in.getShort() & 0xffff;
                    in.getShort();
                    int image = in.get() & 0xff;
                    if ((image & HAS_HOLE) != 0 && (image & compressed) != 0) {
                        in.getShort();
                    }
                    restored = (image & applies) != 0;
                }
                if ((flags & SAME_RELATION) == 0) {
                    relation = Optional.of(new RelFileLocator(unsigned(in), unsigned(in), unsigned(in)));
                }
                long block = unsigned(in);
                Optional<Fork> fork = Fork.of(flags & FORK);
                if (relation.isEmpty() || fork.isEmpty()) {
                    throw new MalformedException("the WAL record names a block of no relation");
                }
                blocks.add(new BlockReference(
                        new RelationFork(relation.get(), fork.get()), block, restored, (flags & WILL_INIT) != 0));
            } else {
                throw new MalformedException("the WAL record has a part of unknown kind " + id);
            }
        }
        if (length - in.position() != data) {
            throw new MalformedException("the WAL record's parts do not fill it");
        }
        return (int) main;
    }

    private static long unsigned(ByteBuffer in) {
        return in.getInt() & 0xffff_ffffL;
    }
}
