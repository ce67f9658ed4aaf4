// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.platform.linux.DeviceNumber;
import dev.stillframe.snapshot.lvm.LogicalVolume.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On what LVM 2.03.16 printed in a machine with Debian's kernel 6.1. */
class ReportTest {
    @Test
    void everyKindOfVolumeIsRead() throws Exception {
        List<LogicalVolume> volumes = Report.read(report("lvs.json"));

        LogicalVolume thick = named(volumes, "my-data");
        assertThat(thick.kind()).isEqualTo(Kind.THICK);
        assertThat(thick.path()).isEqualTo("shop-vg/my-data");
        assertThat(thick.mapped()).isEqualTo("shop--vg-my--data");
        assertThat(thick.size()).isEqualTo(320L << 20);
        assertThat(thick.extent()).isEqualTo(4L << 20);
        assertThat(thick.device()).hasValue(DeviceNumber.of(254, 0));
        assertThat(thick.dataPercent()).isEmpty();
        assertThat(thick.origin()).isEmpty();

        LogicalVolume snapshot = named(volumes, "lvm.own-er.c1.17.0");
        assertThat(snapshot.kind()).isEqualTo(Kind.SNAPSHOT);
        assertThat(snapshot.origin()).isEqualTo("my-data");
        assertThat(snapshot.invalid()).isFalse();

        LogicalVolume thin = named(volumes, "thin");
        assertThat(thin.kind()).isEqualTo(Kind.THIN);
        assertThat(thin.pool()).isEqualTo("pool");

        LogicalVolume pool = named(volumes, "pool");
        assertThat(pool.kind()).isEqualTo(Kind.POOL);
        assertThat(pool.dataPercent().orElseThrow()).isBetween(1.0, 99.0);
        assertThat(pool.metadataPercent().orElseThrow()).isBetween(1.0, 99.0);
        assertThat(pool.unhealthy()).isFalse();
        assertThat(volumes).noneMatch(LogicalVolume::suspended);
    }

    @Test
    void anOverflowedSnapshotIsInvalid() throws Exception {
        LogicalVolume snapshot = named(Report.read(report("lvs-overflowed.json")), "lvm.own-er.c1.17.0");

        assertThat(snapshot.invalid()).isTrue();
        assertThat(snapshot.dataPercent()).isEqualTo(OptionalDouble.of(100));
    }

    @Test
    void whatIsInactiveHasNoDevice() throws Exception {
        String text = text("lvs.json")
                .replace("\"lv_kernel_major\":\"254\"", "\"lv_kernel_major\":\"-1\"")
                .replaceAll("\"lv_kernel_minor\":\"[0-9]+\"", "\"lv_kernel_minor\":\"-1\"");

        assertThat(Report.read(text.getBytes(StandardCharsets.UTF_8)))
                .allMatch(volume -> volume.device().isEmpty());
    }

    @Test
    void aMachineWithoutVolumesHasAnEmptyReport() throws Exception {
        assertThat(Report.read("{\"report\": [{\"lv\": []}]}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vg_name", "lv_name", "lv_attr", "origin", "lv_size", "lv_kernel_major", "vg_free"})
    void aFieldThatIsMissingIsNamed(String field) throws Exception {
        byte[] without =
                text("lvs.json").replace('"' + field + '"', "\"other\"").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Report.read(without))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(field);
    }

    @Test
    void cutAndDamagedReportsAreErrorsOrReports() throws Exception {
        byte[] good = report("lvs.json");
        for (int length = 0; length < good.length - 3; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> Report.read(cut)).as("cut at %d", length).isInstanceOf(IOException.class);
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = good.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                Report.read(damaged);
            } catch (IOException e) {
                assertThat(e).as("seed %d, round %d", seed, i).hasMessageContaining("lvs");
            }
        }
    }

    static LogicalVolume named(List<LogicalVolume> volumes, String name) {
        return volumes.stream()
                .filter(volume -> volume.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static byte[] report(String name) throws IOException {
        try (InputStream in = ReportTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static String text(String name) throws IOException {
        return new String(report(name), StandardCharsets.UTF_8);
    }
}
