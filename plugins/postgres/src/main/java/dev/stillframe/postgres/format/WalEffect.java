// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** What replay of a WAL record does to whole files, beside the pages that it names. */
public sealed interface WalEffect {
    /** A relation is dropped. */
    record Dropped(RelFileLocator relation) implements WalEffect {}

    /** A relation's main fork is cut: so many blocks stay. */
    record Truncated(RelFileLocator relation, long blocks) implements WalEffect {}

    /** All files of a database in a tablespace are removed, or replaced by another's. */
    record Replaced(long tablespace, long database) implements WalEffect {}

    /** Reads the effects of a record; none where its data are not as they should be. */
    static List<WalEffect> of(WalRecord record, Release release) {
        ByteBuffer data = ByteBuffer.wrap(record.main()).order(ByteOrder.LITTLE_ENDIAN);
        try {
            return switch (record.manager()) {
                case WalRecord.XACT -> transaction(record.info(), data);
                case WalRecord.SMGR -> storage(record.info(), data);
                case WalRecord.DBASE -> database(record.info(), data, release);
                default -> List.of();
            };
        } catch (BufferUnderflowException e) {
            return List.of();
        }
    }

    /** access/xact.h: the files that a commit or abort removes. */
    private static List<WalEffect> transaction(int info, ByteBuffer data) {
        int kind = info & 0x70;
        boolean ends = kind == 0x00 || kind == 0x20 || kind == 0x30 || kind == 0x40;
        if (!ends || (info & 0x80) == 0) {
            return List.of();
        }
        data.getLong();
        int contents = data.getInt();
        if ((contents & 0x1) != 0) {
            data.getLong();
        }
        if ((contents & 0x2) != 0) {
            int transactions = data.getInt();
            for (int i = 0; i < transactions; i++) {
                data.getInt();
            }
        }
        List<WalEffect> dropped = new ArrayList<>();
        if ((contents & 0x4) != 0) {
            int relations = data.getInt();
            for (int i = 0; i < relations; i++) {
                dropped.add(new Dropped(locator(data)));
            }
        }
        return dropped;
    }

    /** catalog/storage_xlog.h. */
    private static List<WalEffect> storage(int info, ByteBuffer data) {
        if (info != 0x20) {
            return List.of();
        }
        long blocks = data.getInt() & 0xffff_ffffL;
        RelFileLocator relation = locator(data);
        boolean main = (data.getInt() & 0x1) != 0;
        return main ? List.of(new Truncated(relation, blocks)) : List.of();
    }

    /** commands/dbcommands_xlog.h. */
    private static List<WalEffect> database(int info, ByteBuffer data, Release release) {
        int drop = release.databaseCreationLogged() ? 0x20 : 0x10;
        List<WalEffect> effects = new ArrayList<>();
        long database = data.getInt() & 0xffff_ffffL;
        if (info == 0x00) {
            effects.add(new Replaced(data.getInt() & 0xffff_ffffL, database));
        } else if (info == drop) {
            int tablespaces = data.getInt();
            for (int i = 0; i < tablespaces; i++) {
                effects.add(new Replaced(data.getInt() & 0xffff_ffffL, database));
            }
        }
        return effects;
    }

    private static RelFileLocator locator(ByteBuffer data) {
        return new RelFileLocator(
                data.getInt() & 0xffff_ffffL, data.getInt() & 0xffff_ffffL, data.getInt() & 0xffff_ffffL);
    }
}
