// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.misbehaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class MisbehavingWriterTest {
    private static final Deadline LATER = () -> Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void the_schema_knows_every_phase_and_every_way() throws Exception {
        String schema;
        try (var in = getClass().getResourceAsStream("settings.schema.json")) {
            schema = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        for (Phase phase : Phase.values()) {
            assertThat(schema).contains("\"" + label(phase) + "\"");
        }
        for (How how : How.values()) {
            assertThat(schema).contains("\"" + label(how) + "\"");
        }
    }

    @Test
    void it_behaves_unless_it_is_told_otherwise() throws Exception {
        try (Writer writer = open(Map.of())) {
            assertThat(writer.identify(new IdentifyRequest(BackupType.COPY, LATER))
                            .components())
                    .hasSize(1);
            Freezable hold = (Freezable) writer.join(new AnyCycle());
            hold.prepare(LATER);
            hold.freeze(LATER);
            assertThat(held()).exists();
            assertThat(hold.thaw(LATER)).isInstanceOf(Thaw.Held.class);
            assertThat(held()).doesNotExist();
            hold.close();
        }
        assertThat(Files.readAllLines(folder.resolve("diary")))
                .containsExactly(
                        "orders open",
                        "orders identify",
                        "orders join",
                        "orders prepare",
                        "orders freeze",
                        "orders thaw",
                        "orders close");
    }

    @ParameterizedTest
    @EnumSource(
            value = How.class,
            names = {"THROW", "ERROR"})
    void it_throws_in_freeze_with_the_hold_in_force(How how) throws Exception {
        Freezable hold =
                (Freezable) open(Map.of("in", "freeze", "how", label(how))).join(new AnyCycle());
        assertThatThrownBy(() -> hold.freeze(LATER)).hasMessageContaining("misbehaves in freeze");
        assertThat(held()).exists();
        hold.abort();
        assertThat(held()).doesNotExist();
        hold.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = How.class,
            names = {"HANG", "HANG_UNTIL_ABORT", "HANG_FOR_EVER", "LATE"})
    void it_hangs_as_it_was_told(How how) throws Exception {
        Freezable hold =
                (Freezable) open(Map.of("in", "freeze", "how", label(how))).join(new AnyCycle());
        Thread freezing = new Thread(() -> {
            try {
                hold.freeze(LATER);
            } catch (WriterException e) {
                assertThat(how).isIn(How.HANG, How.HANG_UNTIL_ABORT);
            }
        });
        freezing.setDaemon(true);
        freezing.start();
        await().until(() -> Files.exists(folder.resolve("diary"))
                && Files.readString(folder.resolve("diary")).contains("freeze"));
        freezing.interrupt();
        freezing.join(how == How.HANG ? 30_000 : 200);
        assertThat(freezing.isAlive()).isEqualTo(how != How.HANG);
        hold.abort();
        freezing.join(how == How.HANG_FOR_EVER ? 200 : 30_000);
        assertThat(freezing.isAlive()).isEqualTo(how == How.HANG_FOR_EVER);
        assertThat(Files.exists(held())).isEqualTo(how == How.LATE);
        hold.abort();
        assertThat(held()).doesNotExist();
        hold.close();
    }

    @Test
    void it_lies_in_thaw_and_still_holds() throws Exception {
        Freezable hold = (Freezable) open(Map.of("in", "thaw", "how", "lie")).join(new AnyCycle());
        hold.freeze(LATER);
        assertThat(hold.thaw(LATER)).isInstanceOf(Thaw.Held.class);
        assertThat(held()).exists();
        hold.close();
        assertThat(held()).doesNotExist();
    }

    private Path held() {
        return folder.resolve("held");
    }

    private Writer open(Map<String, Object> misbehaviour) throws WriterException {
        Map<String, Object> settings = new HashMap<>(misbehaviour);
        settings.put("paths", List.of(folder.toString()));
        settings.put("held", held().toString());
        settings.put("diary", folder.resolve("diary").toString());
        return new MisbehavingFactory().open(new Settings(settings), new AnyContext());
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static final class AnyContext implements WriterContext {
        @Override
        public String application() {
            return "orders";
        }

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public OpenFiles openFiles(List<SourcePath> roots) {
            return new OpenFiles(List.of(), true);
        }
    }

    private static final class AnyCycle implements Cycle {
        @Override
        public String id() {
            return "c1";
        }

        @Override
        public BackupType type() {
            return BackupType.COPY;
        }

        @Override
        public Map<ComponentId, Grain> grains() {
            return Map.of(MisbehavingWriter.COMPONENT, Grain.ATOMIC);
        }

        @Override
        public Guard guard() {
            return action -> {};
        }
    }
}
