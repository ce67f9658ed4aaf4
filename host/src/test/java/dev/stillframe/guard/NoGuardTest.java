// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NoGuardTest {
    @Test
    void nothingIsArmedSoNobodyMayHoldAnything() throws Exception {
        GuardLine line = Guards.none("there is no guard here").start("cycle");
        assertThatThrownBy(() -> line.of("shop").arm(new ThawAction.Run(List.of("thaw"), Duration.ofSeconds(1))))
                .isInstanceOf(WriterException.class)
                .hasMessage("application shop may not be held: there is no guard here");
        assertThat(line.armed("shop")).isEmpty();
        assertThat(line.undo(List.of("shop"), Duration.ofSeconds(1))).isEmpty();
        assertThat(line.watch(Duration.ofSeconds(1))).isEmpty();
        assertThat(line.unwatch()).isEmpty();
    }
}
