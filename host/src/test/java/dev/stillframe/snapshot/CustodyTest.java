// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CustodyTest {
    private final Custody custody = new Custody();

    @Test
    void whoGivesUpAfterwardsRemoves() {
        assertThat(custody.begin()).isTrue();
        assertThat(custody.taken()).isTrue();
        assertThat(custody.giveUp()).isTrue();
        assertThat(custody.giveUp()).isTrue();
    }

    @Test
    void theTakingThreadRemovesWhatWasGivenUpMeanwhile() {
        assertThat(custody.begin()).isTrue();
        assertThat(custody.giveUp()).isFalse();
        assertThat(custody.givenUp()).isTrue();
        assertThat(custody.taken()).isFalse();
        assertThat(custody.leave()).isTrue();
        assertThat(custody.giveUp()).isTrue();
    }

    @Test
    void afterAFailureWhoGivesUpLaterRemoves() {
        assertThat(custody.begin()).isTrue();
        assertThat(custody.leave()).isFalse();
        assertThat(custody.giveUp()).isTrue();
    }

    @Test
    void nothingBeginsAfterItWasGivenUpOrASecondTime() {
        assertThat(custody.giveUp()).isTrue();
        assertThat(custody.begin()).isFalse();
        Custody second = new Custody();
        assertThat(second.begin() && second.taken()).isTrue();
        assertThat(second.begin()).isFalse();
        assertThat(second.giveUp()).isTrue();
    }
}
