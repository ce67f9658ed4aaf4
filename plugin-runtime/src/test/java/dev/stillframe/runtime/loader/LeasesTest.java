// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LeasesTest {
    private final Leases leases = new Leases();

    @Test
    void end_waits_for_the_last_lease_and_then_gives_no_more() {
        Leases.Lease first = leases.take("first");
        Leases.Lease second = leases.take("second");
        assertThat(leases.open()).containsExactly("first", "second");
        assertThat(leases.end()).isFalse();
        first.release();
        first.release();
        assertThat(leases.end()).isFalse();
        leases.take("still given").release();
        second.release();
        assertThat(leases.end()).isTrue();
        assertThatThrownBy(() -> leases.take("late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("late");
    }

    @Test
    void a_running_call_counts_until_it_returns() {
        ContextLoader context = new ContextLoader(getClass().getClassLoader(), leases);
        ClassLoader before = context.enter();
        assertThat(leases.open()).containsExactly("1 call that has not returned");
        assertThat(leases.end()).isFalse();
        context.leave(before);
        assertThat(leases.open()).isEmpty();
        assertThat(leases.end()).isTrue();
    }
}
