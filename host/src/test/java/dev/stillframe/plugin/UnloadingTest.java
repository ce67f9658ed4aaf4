// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import dev.stillframe.plugin.trust.TrustPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plugin stays loaded for as long as anything in it is open or runs. */
@Timeout(60)
class UnloadingTest {
    private static final Deadline LATER = () -> Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void a_thaw_after_close_still_finds_its_classes_and_the_plugin_goes_afterwards() throws Exception {
        PluginJar.writing("held").in(folder, "held.jar");
        PluginJar.writing("free").in(folder, "free.jar");
        LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none());
        Writer writer = open(plugins, "held");
        Freezable participant = (Freezable) writer.join(new AnyCycle());
        participant.freeze(LATER);
        assertThat(plugins.inUse()).containsExactly("held: writer of orders", "held: participant of orders");

        plugins.close();

        // test.IdleWriter$Late is loaded by this call and not before
        assertThat(participant.thaw(LATER)).isEqualTo(new Thaw.Held(Map.of("loaded", "late")));
        assertThatThrownBy(() -> open(plugins, "free"))
                .isInstanceOfAny(NoClassDefFoundError.class, IllegalStateException.class);
        participant.close();
        assertThat(plugins.inUse()).containsExactly("held: writer of orders");
        writer.close();
        assertThat(plugins.inUse()).isEmpty();
        plugins.close();
        assertThatThrownBy(() -> open(plugins, "held"))
                .isInstanceOfAny(NoClassDefFoundError.class, IllegalStateException.class);
        plugins.close();
    }

    @Test
    void a_call_that_hangs_keeps_its_plugin_although_everything_was_closed() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        PluginJar.of("slow").writer("slow", """
                public Writer open(Settings s, WriterContext c) throws WriterException {
                    c.application();
                    return new IdleWriter();
                }
                """).in(folder, "slow.jar");
        LoadedPlugins plugins = Plugins.load(folder, TrustPolicy.none());
        Settings settings = Settings.empty();
        WriterContext blocking = new PluginClassesTest.Nobody() {
            @Override
            public String application() {
                inside.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return "orders";
            }
        };
        AtomicReference<Writer> opened = new AtomicReference<>();
        Thread hanging = new Thread(() -> {
            try {
                opened.set(plugins.writer("slow").orElseThrow().factory().open(settings, blocking));
            } catch (WriterException e) {
                throw new IllegalStateException(e);
            }
        });
        hanging.start();
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(plugins.inUse()).containsExactly("slow: 1 call that has not returned");
        plugins.close();
        goOn.countDown();
        hanging.join();
        assertThat(plugins.inUse()).containsExactly("slow: writer of orders");
        opened.get().close();
        plugins.close();
        assertThatThrownBy(() -> open(plugins, "slow"))
                .isInstanceOfAny(NoClassDefFoundError.class, IllegalStateException.class);
    }

    private static Writer open(LoadedPlugins plugins, String id) throws Exception {
        return plugins.writer(id).orElseThrow().factory().open(Settings.empty(), new PluginClassesTest.Nobody());
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
            return Map.of();
        }

        @Override
        public Guard guard() {
            return action -> {};
        }
    }
}
