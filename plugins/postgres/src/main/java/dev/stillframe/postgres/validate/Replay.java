// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.postgres.format.BlockReference;
import dev.stillframe.postgres.format.Fork;
import dev.stillframe.postgres.format.RelFileLocator;
import dev.stillframe.postgres.format.Release;
import dev.stillframe.postgres.format.WalEffect;
import dev.stillframe.postgres.format.WalRecord;
import java.util.HashSet;
import java.util.Set;

/** Follows what a recovery will do to the suspect pages, record by record. Not thread-safe. */
final class Replay {
    private final Release release;
    private final Suspects damaged;
    private final Suspects absent;
    private final ImageSizes sizes;
    private final Set<RelFileLocator> watched;
    private final Set<RelFileLocator> built = new HashSet<>();
    private long healed;
    private long removed;

    /** @param watched relations of which {@link #built} must be known */
    Replay(Release release, Suspects damaged, Suspects absent, ImageSizes sizes, Set<RelFileLocator> watched) {
        this.release = release;
        this.damaged = damaged;
        this.absent = absent;
        this.sizes = sizes;
        this.watched = watched;
    }

    void apply(WalRecord record) {
        for (BlockReference block : record.blocks()) {
            apply(block, record);
        }
        for (WalEffect effect : WalEffect.of(record, release)) {
            apply(effect);
        }
    }

    /** Damaged or absent pages that recovery restores. */
    long healed() {
        return healed;
    }

    /** Damaged or absent pages that recovery removes with their files. */
    long removed() {
        return removed;
    }

    /** Relations that are being built: their pages may be on disk before the WAL of them is. */
    Set<RelFileLocator> built() {
        return built;
    }

    private void apply(BlockReference block, WalRecord record) {
        if (block.replaces()) {
            sizes.grow(block.fork(), block.block());
            if (damaged.heal(block.fork(), block.block()) || absent.heal(block.fork(), block.block())) {
                healed++; // no page is both
            }
            if (record.is(WalRecord.XLOG, WalRecord.FULL_PAGE_IMAGE)
                    && watched.contains(block.fork().relation())) {
                built.add(block.fork().relation());
            }
        } else if (needsPage(block.fork().fork())) {
            damaged.need(block.fork(), block.block(), record.start());
            absent.need(block.fork(), block.block(), record.start());
            if (!sizes.hold(block.fork(), block.block())) {
                absent.lose(block.fork(), block.block(), record.start());
            }
        }
    }

    /** A damaged or absent page of a map is replaced by an empty one when recovery reads it (RBM_ZERO_ON_ERROR). */
    private static boolean needsPage(Fork fork) {
        return fork != Fork.FSM && fork != Fork.VM;
    }

    private void apply(WalEffect effect) {
        if (effect instanceof WalEffect.Dropped dropped) {
            removed += damaged.remove((relation, fork) -> relation.equals(dropped.relation()));
            removed += absent.remove((relation, fork) -> relation.equals(dropped.relation()));
        } else if (effect instanceof WalEffect.Truncated cut) {
            removed += damaged.truncate(cut.relation(), cut.blocks());
            removed += absent.truncate(cut.relation(), cut.blocks());
        } else if (effect instanceof WalEffect.Replaced replaced) {
            sizes.replace(replaced.tablespace(), replaced.database());
            removed += damaged.remove((relation, fork) -> in(relation, replaced));
            removed += absent.remove((relation, fork) -> in(relation, replaced));
        }
    }

    private static boolean in(RelFileLocator relation, WalEffect.Replaced replaced) {
        return relation.tablespace() == replaced.tablespace() && relation.database() == replaced.database();
    }
}
