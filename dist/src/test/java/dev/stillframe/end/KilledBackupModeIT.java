// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The host is killed while a PostgreSQL is in backup mode. {@code -Dstillframe.soak=true} does it 40 times, otherwise
 * twice; the seed is printed and may be set with {@code -Dstillframe.seed}.
 */
class KilledBackupModeIT {
    private static final int KILLS = Boolean.getBoolean("stillframe.soak") ? 40 : 2;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String SESSIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'stillframe'";

    @Test
    void theServerLeavesBackupModeWithItsHost() throws Exception {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("KilledBackupModeIT: seed " + seed);
        Random random = new Random(seed);
        List<Long> micros = new ArrayList<>();
        try (ShopSite site = ShopSite.on("btrfs")) {
            while (micros.size() < KILLS) {
                Process host = site.stillframe.start(site.installation.work.resolve("messages"), "backup", "shop");
                Awaitility.await()
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> !host.isAlive()
                                || !site.sql(SESSIONS + " AND query ILIKE '%pg_backup_start%'")
                                        .equals("0"));
                LockSupport.parkNanos((long) (random.nextDouble() * TimeUnit.MILLISECONDS.toNanos(100)));
                boolean inBackupMode = !site.sql(SESSIONS).equals("0");

                long killed = System.nanoTime();
                host.destroyForcibly().waitFor();
                Awaitility.await()
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> site.sql(SESSIONS).equals("0"));
                if (inBackupMode) {
                    micros.add((System.nanoTime() - killed) / 1000);
                }
            }
            Results.good(site.stillframe.run("backup", "shop"));
            assertThat(Shell.subvolumes(site.installation.files)).isEmpty();
        }
        micros.sort(Long::compare);
        System.out.printf(
                "KilledBackupModeIT: %d kills during backup mode; from kill to its end in ms: median %.1f, longest %.1f%n",
                KILLS, micros.get(micros.size() / 2) / 1000.0, micros.get(micros.size() - 1) / 1000.0);
    }
}
