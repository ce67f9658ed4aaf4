// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.clock.Clock;
import dev.stillframe.plugin.Plugins;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    @Test
    void noPluginMayTakeTheNameOfAProviderOfTheHost() {
        assertThat(Plugins.BUILT_IN)
                .containsAll(new Providers(HostSystem.here(), List.of(), List.of(), Path.of("/mounts"), Clock.system())
                        .ids());
    }
}
