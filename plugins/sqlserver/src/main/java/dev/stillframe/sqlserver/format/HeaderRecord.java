// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.format;

import java.util.Arrays;

/** The columns of variable length of a record in a page's first slot. */
final class HeaderRecord {
    private final byte[] page;
    private final int[] ends;
    private final int first;

    private HeaderRecord(byte[] page, int[] ends, int first) {
        this.page = page;
        this.ends = ends;
        this.first = first;
    }

    /**
     * Finds them: status (2 bytes), where the fixed part ends (2), the fixed part, the number of columns (2), a bit for
     * each, the number of variable columns (2), the end of each (2), the columns.
     */
    static HeaderRecord of(DataPage from) throws MalformedException {
        byte[] page = from.contents();
        int start = new DataPage(page, 0).record(0);
        int columns = start + LittleEndian.u16(page, start + 2);
        int counted = number(page, columns);
        int variable = columns + 2 + (counted + 7) / 8;
        int[] ends = new int[number(page, variable)];
        int before = variable + 2 + 2 * ends.length;
        if (before > DataPage.SIZE) {
            throw new MalformedException("its record has " + ends.length + " columns");
        }
        int first = before;
        for (int i = 0; i < ends.length; i++) {
            ends[i] = start + (number(page, variable + 2 + 2 * i) & 0x7fff);
            if (ends[i] < before || ends[i] > DataPage.SIZE) {
                throw new MalformedException("column " + i + " of its record ends at byte " + ends[i]);
            }
            before = ends[i];
        }
        return new HeaderRecord(page, ends, first);
    }

    /** A column of exactly this many bytes. */
    byte[] column(int index, int length) throws MalformedException {
        byte[] column = column(index);
        if (column.length != length) {
            throw new MalformedException(
                    "column " + index + " of its record has " + column.length + " bytes, not " + length);
        }
        return column;
    }

    byte[] column(int index) throws MalformedException {
        if (index >= ends.length) {
            throw new MalformedException("its record has " + ends.length + " columns only");
        }
        return Arrays.copyOfRange(page, index == 0 ? first : ends[index - 1], ends[index]);
    }

    private static int number(byte[] page, int at) throws MalformedException {
        if (at < DataPage.HEADER || at > DataPage.SIZE - 2) {
            throw new MalformedException("its record reaches beyond the page");
        }
        return LittleEndian.u16(page, at);
    }
}
