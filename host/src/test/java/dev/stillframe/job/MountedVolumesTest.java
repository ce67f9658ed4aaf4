// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.error.Problem;
import dev.stillframe.platform.linux.Mount;
import dev.stillframe.platform.linux.MountTable;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MountedVolumesTest {
    @Test
    void theVolumesOfThisMachineAreEachThereOnce() throws Exception {
        List<Volume> volumes = MountedVolumes.now().volumes();

        assertThat(volumes)
                .doesNotHaveDuplicates()
                .anySatisfy(volume -> assertThat(volume.mountPoint()).isEqualTo(SourcePath.root()));
    }

    @Test
    void whatLiesBelowAnotherMountIsLeftOut() {
        MountedVolumes found = MountedVolumes.of(new MountTable(List.of(mountedAt("/not/there/any/more"))));

        assertThat(found.volumes()).isEmpty();
        assertThat(found.problems()).isEmpty();
    }

    @Test
    void aVolumeThatDoesNotAnswerIsNamedAndTheOthersAreFound() throws Exception {
        String point = "/" + "x".repeat(256); // no system can look at such a name
        List<Mount> mounts = new java.util.ArrayList<>(MountTable.read().mounts());
        mounts.add(0, mountedAt(point));

        MountedVolumes found = MountedVolumes.of(new MountTable(mounts));

        assertThat(found.volumes()).isEqualTo(MountedVolumes.now().volumes());
        assertThat(found.problems()).extracting(Problem::code).containsExactly("recover.volume");
        assertThat(found.problems().get(0).message()).contains(point);
    }

    private static Mount mountedAt(String point) {
        return new Mount(4711, 1, SourcePath.root(), SourcePath.of(point), false, "ext4", "/dev/none");
    }
}
