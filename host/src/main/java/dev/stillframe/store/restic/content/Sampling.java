// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.content;

import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.tree.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Trusts, but checks: of the chunks that are taken over without being read, some are read nevertheless and compared with
 * what is stored. The first of a backup always is, and every other with the probability that the share says. One thread.
 */
public final class Sampling {
    private final double share;
    private final RandomGenerator random;
    private long carried;
    private long sampled;

    /**
     * Counts from nothing.
     *
     * @param share of the chunks, from 0 (none) to 1 (all)
     */
    public Sampling(double share, RandomGenerator random) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
        }
        this.share = share;
        this.random = random;
    }

    /**
     * A chunk is taken over.
     *
     * @throws SampleMismatchException if it was read and is not what is stored
     */
    void carry(Content content, long offset, int length, BlobId id) throws IOException {
        boolean due = due();
        carried += length;
        if (due) {
            ByteBuffer buffer = ByteBuffer.allocate(length);
            while (buffer.hasRemaining()) {
                if (content.read(buffer, offset + buffer.position()) < 0) {
                    throw new SampleMismatchException(offset);
                }
            }
            if (!BlobId.of(buffer.array(), 0, length).equals(id)) {
                throw new SampleMismatchException(offset);
            }
            sampled += length;
        }
    }

    private boolean due() {
        boolean first = carried == 0;
        return share > 0 && (first || random.nextDouble() < share);
    }

    /** How many bytes were taken over. */
    public long carried() {
        return carried;
    }

    /** How many of them were read and compared. */
    public long sampled() {
        return sampled;
    }
}
