// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import dev.stillframe.api.ImageFile;
import dev.stillframe.exchange.ese.PageCheck;
import dev.stillframe.exchange.ese.SpacePage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * How far a database reaches by its own account: the last extent in the tree of all extents that it owns, whose root the
 * database's first page names. Every step is only taken through pages that are good.
 */
final class OwnedSpace {
    private static final int DEEPEST = 8;

    private OwnedSpace() {}

    /**
     * The last page that the database owns.
     *
     * @return empty if that cannot be known: damage on the way there is found elsewhere
     */
    static OptionalLong last(ImageFile file, int pageSize) throws IOException {
        PageCheck check = new PageCheck(pageSize);
        byte[] bytes = new byte[pageSize];
        if (!good(file, SpacePage.DATABASE, check, bytes)) {
            return OptionalLong.empty();
        }
        OptionalLong next = new SpacePage(bytes).extents();
        for (int depth = 0; next.isPresent() && depth < DEEPEST; depth++) {
            if (!good(file, next.getAsLong(), check, bytes)) {
                return OptionalLong.empty();
            }
            SpacePage page = new SpacePage(bytes);
            if (!page.ofSpaceTree()) {
                return OptionalLong.empty();
            }
            if (page.leaf()) {
                return page.lastExtent();
            }
            next = page.lastChild();
        }
        return OptionalLong.empty();
    }

    private static boolean good(ImageFile file, long number, PageCheck check, byte[] bytes) throws IOException {
        long index = number - 1 + DatabasePages.HEADERS;
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (number < 1 || (index + 1) * bytes.length > file.size()) {
            return false;
        }
        ImageBytes.fill(file, buffer, index * bytes.length);
        return !buffer.hasRemaining() && check.judge(bytes, 0, index, false) instanceof PageCheck.Judgement.Good;
    }
}
