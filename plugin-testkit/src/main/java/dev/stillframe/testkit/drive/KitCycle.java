// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.drive;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Quiesce;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A cycle as the kit runs it. The grain of a component is the coarsest that its quiesce makes consistent and that its
 * files are taken at: so a writer in backup mode has to cope with files that change while they are copied.
 */
public record KitCycle(String id, BackupType type, Map<ComponentId, Grain> grains, Guard guard) implements Cycle {
    private static final AtomicInteger IDS = new AtomicInteger();

    /** A copy of everything that was identified. */
    public static KitCycle of(Inventory inventory, Guard guard) {
        Map<ComponentId, Grain> grains = new HashMap<>();
        inventory.components().forEach(component -> grains.put(component.id(), grain(component)));
        String id = "kit-" + ProcessHandle.current().pid() + "-" + IDS.incrementAndGet();
        return new KitCycle(id, BackupType.COPY, Map.copyOf(grains), guard);
    }

    private static Grain grain(Component component) {
        boolean live = component.files().stream().anyMatch(set -> set.takenAt().contains(Grain.LIVE));
        return component.quiesce() instanceof Quiesce.BackupMode && live ? Grain.LIVE : Grain.ATOMIC;
    }
}
