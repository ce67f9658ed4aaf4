// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.Quiesce.Tier;
import dev.stillframe.clock.Clock;
import dev.stillframe.event.Events;
import dev.stillframe.guard.Guards;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A host of its own, to see what happens at its end and what it loads: prints {@code held} and {@code thawed}. */
final class ForkedCycle {
    private ForkedCycle() {}

    /** @param args what happens while everybody is held: {@code exit}, {@code wait} or {@code classes} */
    public static void main(String[] args) throws Exception {
        Scene scene = new Scene();
        scene.timeouts = Timeouts.defaults().withFreeze(Duration.ofSeconds(60));
        scene.application("web", Tier.FRONT_END).whenReleased(() -> System.out.println("thawed"));
        scene.application("db", Tier.BACK_END).whenReleased(() -> System.out.println("thawed"));
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        scene.provider.watch(() -> {
            if (args[0].equals("exit")) {
                System.out.println("held");
                System.exit(7);
            }
            if (args[0].equals("wait")) {
                System.out.println("held");
                forEver();
            }
            return true;
        });
        Coordinator coordinator =
                new Coordinator(Clock.system(), scene.journal, Guards.inHost(scene.undo()), Events.none());
        try (Prepared prepared = coordinator.prepare(scene.spec())) {
            ClassLoads loads = new ClassLoads(classes);
            if (args[0].equals("classes")) {
                scene.writers.get("web").whenHeld(loads::begin).whenReleased(loads::end);
                scene.writers.get("db").whenReleased(() -> {});
            }
            ((PreparedImage) prepared).image();
            System.out.println("loaded " + loads.between());
        }
    }

    /** How many classes were loaded while the first to be frozen was held. */
    private static final class ClassLoads {
        private final ClassLoadingMXBean classes;
        private volatile long begun;
        private volatile long ended;

        ClassLoads(ClassLoadingMXBean classes) {
            this.classes = classes;
            begin();
            end();
        }

        void begin() {
            begun = classes.getTotalLoadedClassCount();
        }

        void end() {
            ended = classes.getTotalLoadedClassCount();
        }

        long between() {
            return ended - begun;
        }
    }

    private static void forEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
