// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.ledger;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/** Checks a ledger slot by slot. */
final class LedgerCheck {
    static final Verdict SOUND_UNSEEN = new Verdict.Sound(1, 0, "slots", List.of());
    private static final int SLOTS = 256;

    private LedgerCheck() {}

    static Verdict of(ImageFile ledger) throws IOException {
        long slots = 0;
        ByteBuffer slot = ByteBuffer.allocate(Slots.SIZE);
        for (long at = 0; at < ledger.size(); at += Slots.SIZE, slots++) {
            slot.clear();
            int read = 0;
            while (slot.hasRemaining() && read >= 0) {
                read = ledger.read(slot, at + slot.position());
            }
            if (!Slots.good(slot.flip())) {
                return damaged(ledger.path(), OptionalLong.of(at / Slots.SIZE), "wrong checksum");
            }
        }
        return slots == SLOTS
                ? new Verdict.Sound(slots, 0, "slots", List.of())
                : damaged(ledger.path(), OptionalLong.empty(), "has " + slots + " slots");
    }

    static Verdict damaged(SourcePath path, OptionalLong block, String reason) {
        return new Verdict.Damaged(List.of(new Verdict.Finding(path, block, reason)), 1);
    }
}
