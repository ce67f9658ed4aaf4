// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceiptJsonTest {
    static final Instant T = Instant.parse("2026-01-01T00:00:00.123456789Z");

    public static Receipt example() {
        Receipt.Verified verified = new Receipt.Verified(
                "damaged",
                "",
                10,
                1,
                "pages",
                List.of("2 pages healed by WAL"),
                List.of(new Receipt.FindingNote("/data/base/1/2619", 7, "checksum")),
                1,
                Optional.of(new Receipt.Carry(
                        "20251231T000000-shop-cd34", 5, Instant.parse("2025-12-28T00:00:00Z"), true, "postgres 1")));
        Receipt.ComponentReceipt component = new Receipt.ComponentReceipt(
                "cluster",
                "backup-mode",
                "atomic",
                "application",
                "crash",
                false,
                verified,
                Map.of("held", "yes"),
                Map.of("version", "18"),
                List.of(new Receipt.Files(
                        Receipt.Place.of(SourcePath.of("/data")), List.of(), List.of("x"), List.of("atomic"), 8192)),
                List.of(Receipt.Place.of(SourcePath.of("/data/label"))),
                new Receipt.Read(3, 4096, 1, List.of(new Receipt.FileNote("/data/x", "EACCES")), List.of(), false));
        return new Receipt(
                Receipt.FORMAT,
                "20260101T000000-shop-ab12",
                "host",
                "shop",
                "copy",
                Receipt.Outcome.BELOW_MINIMUM,
                "image",
                T,
                T.plusNanos(5),
                new Receipt.Group("skewed", 3, "any", true),
                Optional.of(new Receipt.Window(T, T.plusMillis(9), 9_000_001)),
                List.of(new Receipt.SnapshotTaken("btrfs", "atomic", T, T, List.of("/data"))),
                List.of(new Receipt.ApplicationReceipt("orders", "postgres", List.of(component), List.of())),
                List.of(new Receipt.Missing("mail", new Problem("a.b", "down", Retry.HELPS, ""))),
                Optional.of(new Receipt.Changes("20251231T000000-shop-cd34", "", 9, 8, 7, 6, 5, 4, 0.5)),
                List.of(new Receipt.Phase("prepare", T, 7)),
                List.of("1 hole"));
    }

    @Test
    void comesBackAsItWasToTheNanosecond() throws Exception {
        assertThat(ReceiptJson.read(ReceiptJson.write(example()), "a test")).isEqualTo(example());
    }

    @Test
    void instantsAreTextThatPeopleCanRead() {
        assertThat(ReceiptJson.write(example())).contains("\"began\" : \"2026-01-01T00:00:00.123456789Z\"");
    }

    @Test
    void aFieldOfALaterVersionIsNoError() throws Exception {
        String json = ReceiptJson.write(example()).replaceFirst("\\{", "{\"later\": [1],");
        assertThat(ReceiptJson.read(json, "a test")).isEqualTo(example());
    }

    @Test
    void aLaterFormatIsRefusedByName() {
        String json = ReceiptJson.write(example()).replace("\"format\" : 1", "\"format\" : 2");
        assertThatThrownBy(() -> ReceiptJson.read(json, "shop.json"))
                .isInstanceOfSatisfying(
                        StillframeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("receipt.newer"))
                .hasMessageContaining("shop.json");
    }

    @Test
    void damagedTextIsAClearErrorWhereverItIsCut() {
        long seed = System.nanoTime();
        System.out.println("ReceiptJsonTest seed " + seed);
        Random random = new Random(seed);
        String json = ReceiptJson.write(example());
        for (int round = 0; round < 300; round++) {
            String cut = json.substring(0, random.nextInt(json.length() - 1));
            assertThatThrownBy(() -> ReceiptJson.read(cut, "shop.json"))
                    .isInstanceOfSatisfying(
                            StillframeException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("receipt.damaged"));
        }
    }
}
