// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb.innodb;

import dev.stillframe.api.ImageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.example.mariadb.innodb.PageFormat.Judgement;

/**
 * The copies that InnoDB writes of pages before it writes them to their places: where a page was half written at the
 * instant of the snapshot, recovery takes its copy. It heeds copies only that are not older than the latest checkpoint,
 * and so does this.
 */
final class Doublewrite {
    /** The page of the system tablespace that says where they lie, and the place in it, from the end. */
    private static final int PAGE = 5;

    private static final int FROM_END = 200;
    private static final int MAGIC_AT = 10;
    private static final int MAGIC = 536_853_855;
    private static final int BLOCKS = 2;
    private static final int PAGES_EACH = 64;

    private final List<Long> blocks = new ArrayList<>();
    private final List<Page> copies = new ArrayList<>();

    /** @param checkpoint without one nothing can be recovered, and no copy counts */
    static Doublewrite of(ImageFile system, int pageSize, OptionalLong checkpoint) throws IOException {
        Doublewrite doublewrite = new Doublewrite();
        ByteBuffer page = Reading.fully(system, (long) PAGE * pageSize, pageSize);
        int at = pageSize - FROM_END + MAGIC_AT;
        if (page.limit() < pageSize || page.getInt(at) != MAGIC) {
            return doublewrite;
        }
        for (int block = 1; block <= BLOCKS; block++) {
            long first = page.getInt(at + Integer.BYTES * block) & 0xffffffffL;
            doublewrite.blocks.add(first);
            for (int i = 0; i < PAGES_EACH; i++) {
                Page copy = new Page(Reading.fully(system, (first + i) * pageSize, pageSize));
                if (copy.bytes().limit() == pageSize && copy.lsn() >= checkpoint.orElse(Long.MAX_VALUE)) {
                    doublewrite.copies.add(copy);
                }
            }
        }
        return doublewrite;
    }

    /** Whether a place is one for copies: what lies there is a page of elsewhere, and nobody reads it if it is bad. */
    boolean contains(long space, long number) {
        return space == 0 && blocks.stream().anyMatch(first -> number >= first && number < first + PAGES_EACH);
    }

    /** Whether there is a good copy of a page. */
    boolean heals(long space, long number, PageFormat format) {
        return copies.stream()
                .anyMatch(copy -> copy.space() == space
                        && copy.number() == number
                        && format.judge(new Page(copy.bytes().slice(0, format.size()))) == Judgement.GOOD);
    }
}
