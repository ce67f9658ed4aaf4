// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrozenFilesystemsTest {
    private static final SourcePath SRV = SourcePath.of("/srv");

    @Test
    void seesTheToolsThatFreezeAFilesystem() {
        assertThat(FrozenFilesystems.of(List.of("/usr/sbin/fsfreeze", "-f", "/srv")))
                .containsExactly(SRV);
        assertThat(FrozenFilesystems.of(List.of("fsfreeze", "--freeze", "/srv/")))
                .containsExactly(SRV);
        assertThat(FrozenFilesystems.of(List.of("/bin/sh", "-c", "echo x > /tmp/y; xfs_freeze -f '/srv' && sync")))
                .containsExactly(SRV);
    }

    @Test
    void seesNothingInOtherCommands() {
        assertThat(FrozenFilesystems.of(List.of("/usr/sbin/fsfreeze", "-u", "/srv")))
                .isEmpty();
        assertThat(FrozenFilesystems.of(List.of("/usr/local/bin/shop", "-f", "/srv")))
                .isEmpty();
    }
}
