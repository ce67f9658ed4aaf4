// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
    private static final Duration LONG = Duration.ofSeconds(40);

    @TempDir
    Path temp;

    private Path file;

    @BeforeEach
    void file() throws IOException {
        file = Files.writeString(temp.toRealPath().resolve("file"), "old");
    }

    private OpenFile open() throws IOException {
        return LinuxFiles.open(SourcePath.of(file.toString()));
    }

    @Test
    void thereIsNoneAsLongAsSomebodyHasTheFileOpenForWriting() throws Exception {
        try (OpenFile open = open()) {
            try (Child writer = Child.shell("exec 3>>\"$1\"", file)) {
                assertThat(Lease.take(open)).isEmpty();
                assertThat(writer.ended()).isFalse();
            }
            Optional<Lease> lease = Lease.take(open);
            assertThat(lease).isPresent();
            lease.get().close();
        }
    }

    @Test
    void itHoldsUntilSomebodyWantsToWriteWhoThenWaitsForItsEnd() throws Exception {
        try (OpenFile open = open()) {
            Lease lease = Lease.take(open).orElseThrow();
            assertThat(lease.holds()).isTrue();
            try (Child writer = Child.speaking("echo ready; echo new >>\"$1\"", file)) {
                await().atMost(LONG).until(() -> !lease.holds());
                assertThat(writer.ended()).isFalse();
                assertThat(Files.readString(file)).isEqualTo("old");
                lease.close();
                await().atMost(LONG).until(writer::ended);
                assertThat(Files.readString(file)).isEqualTo("oldnew\n");
            }
        }
    }

    @Test
    void readersDoNotDisturbIt() throws Exception {
        try (OpenFile open = open();
                Lease lease = Lease.take(open).orElseThrow();
                Child reader = Child.shell("exec 3<\"$1\"", file)) {
            assertThat(reader.ended()).isFalse();
            assertThat(lease.holds()).isTrue();
        }
    }
}
