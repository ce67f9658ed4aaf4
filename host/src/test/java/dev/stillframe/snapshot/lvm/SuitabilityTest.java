// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.platform.linux.DeviceNumber;
import dev.stillframe.platform.linux.Mount;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SuitabilityTest {
    private final long thick = DeviceNumber.of(254, 0);

    @Test
    void aThickVolumeSuitsAndThePlanSaysWhatItsSnapshotHasRoomFor() throws Exception {
        Suitability.Suitable suitable = (Suitability.Suitable) Suitability.of(mount("xfs", thick), volumes());

        assertThat(suitable.origin().name()).isEqualTo("my-data");
        assertThat(suitable.remark(OptionalDouble.of(1 << 20)))
                .contains("lvcreate makes a snapshot of shop-vg/my-data")
                .contains("more than 288 MiB were overwritten")
                .contains("4 minutes");
    }

    @Test
    void aFilesystemThatCannotBeMountedTwiceIsRefused() throws Exception {
        assertThat(reason(mount("btrfs", thick), volumes())).contains("btrfs on LVM cannot be mounted beside");
    }

    @Test
    void aPoolThatIsNearlyFullIsRefused() throws Exception {
        List<LogicalVolume> volumes = volumes();
        LogicalVolume thin = ReportTest.named(volumes, "thin");
        Mount mount = mount("ext4", thin.device().orElseThrow());
        assertThat(Suitability.of(mount, volumes)).isInstanceOf(Suitability.Suitable.class);

        List<LogicalVolume> full = volumes.stream()
                .map(volume -> volume.name().equals("pool") ? filled(volume) : volume)
                .toList();
        assertThat(reason(mount, full)).contains("thin pool shop-vg/pool is 95 % full");
    }

    @Test
    void aSnapshotAndWhatLvsDoesNotKnowAreRefused() throws Exception {
        LogicalVolume snapshot = ReportTest.named(volumes(), "lvm.own-er.c1.17.0");
        assertThat(reason(mount("xfs", snapshot.device().orElseThrow()), volumes()))
                .contains("is a snapshot");
        assertThat(reason(mount("xfs", DeviceNumber.of(254, 99)), volumes())).contains("lvs does not know");
    }

    private static LogicalVolume filled(LogicalVolume pool) {
        return new LogicalVolume(
                pool.group(),
                pool.name(),
                pool.attributes(),
                pool.origin(),
                pool.pool(),
                pool.size(),
                OptionalDouble.of(12),
                OptionalDouble.of(95.4),
                pool.device(),
                pool.groupFree(),
                pool.extent());
    }

    private static String reason(Mount mount, List<LogicalVolume> volumes) {
        return ((Suitability.Unsuitable) Suitability.of(mount, volumes)).reason();
    }

    private static List<LogicalVolume> volumes() throws Exception {
        return Report.read(ReportTest.report("lvs.json"));
    }

    private static Mount mount(String fileSystem, long device) {
        return new Mount(
                1, device, SourcePath.root(), SourcePath.of("/srv"), false, fileSystem, "/dev/mapper/shop--vg-x");
    }
}
