// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
    private static final String DATASETS = """
            tank\tyes\t-\t/tank
            tank/two words\tyes\t-\tlegacy
            tank/off\tno\t-\tnone
            tank/srv/zfs.own-er.c1.17.0\tyes\ttank/srv@zfs.own-er.c1.17.0\t/var/lib/a\tb
            """;
    private static final String SNAPSHOTS = """
            tank@daily-1
            tank/two words@zfs.own-er.c1.17.0
            """;

    @Test
    void everyKindOfDatasetIsRead() throws Exception {
        assertThat(Listing.datasets(bytes(DATASETS)))
                .containsExactly(
                        new Dataset("tank", true, Optional.empty(), "/tank"),
                        new Dataset("tank/two words", true, Optional.empty(), "legacy"),
                        new Dataset("tank/off", false, Optional.empty(), "none"),
                        new Dataset(
                                "tank/srv/zfs.own-er.c1.17.0",
                                true,
                                Optional.of("tank/srv@zfs.own-er.c1.17.0"),
                                "/var/lib/a\tb"));
    }

    @Test
    void snapshotsAreReadAndOnlyOursAreOurs() throws Exception {
        List<String> names = Listing.snapshots(bytes(SNAPSHOTS));
        assertThat(names).containsExactly("tank@daily-1", "tank/two words@zfs.own-er.c1.17.0");
        assertThat(ZfsSnapshot.parse(names.get(0))).isEmpty();
        ZfsSnapshot ours = ZfsSnapshot.parse(names.get(1)).orElseThrow();
        assertThat(ours.dataset()).isEqualTo("tank/two words");
        assertThat(ours.name().owner()).isEqualTo("own-er");
        assertThat(ours).hasToString(names.get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tank@lvm.own-er.c1.17.0",
                "tank@zfs.own-er.c1.17",
                "tank@zfs.own-er.c1.17.0.1",
                "@zfs.own-er.c1.17.0",
                "tank/zfs.own-er.c1.17.0",
                "tank@x@zfs.own-er.c1.17.0"
            })
    void namesThatOnlyResembleOursAreNot(String name) {
        assertThat(ZfsSnapshot.parse(name)).isEmpty();
    }

    @Test
    void aMachineWithoutPoolsHasAnEmptyList() throws Exception {
        assertThat(Listing.datasets(new byte[0])).isEmpty();
        assertThat(Listing.snapshots(new byte[0])).isEmpty();
    }

    @Test
    void cutAndDamagedListsAreErrorsOrLists() throws Exception {
        byte[] good = bytes(DATASETS);
        for (int length = 1; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            if (cut[length - 1] != '\n') {
                assertThatThrownBy(() -> Listing.datasets(cut))
                        .as("cut at %d", length)
                        .isInstanceOf(IOException.class);
            }
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = good.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                Listing.datasets(damaged);
                Listing.snapshots(damaged);
            } catch (IOException e) {
                assertThat(e).as("seed %d, round %d", seed, i).hasMessageContaining("zfs list");
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
