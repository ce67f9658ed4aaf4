// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.postgres.format.MalformedException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostmasterPidTest {
    @Test
    void readsTheLinesThatAServerWrites() throws MalformedException {
        assertThat(PostmasterPid.parse("42\n/data\n1700000000\n5432\n/run\n127.0.0.1\n 1 2\nready   \n"))
                .isEqualTo(new PostmasterPid(42, "/data", Instant.ofEpochSecond(1_700_000_000), 5432));
    }

    @Test
    void aFileThatIsDamagedIsSaidToBe() {
        for (String text :
                List.of("", "42\n/data\n17\n", "x\n/data\n1\n2\n", "1\n/data\n\n5432\n", "\0\n\0\n\0\n\0\n")) {
            assertThatThrownBy(() -> PostmasterPid.parse(text)).isInstanceOf(MalformedException.class);
        }
    }
}
