// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import dev.stillframe.api.ThawAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A cycle of a host that notes what was armed. */
final class OneCycle implements Cycle {
    static final Deadline MINUTE = () -> Duration.ofMinutes(1);

    final List<ThawAction> armed = new ArrayList<>();
    private final BackupType type;
    private final Map<ComponentId, Grain> grains = new HashMap<>();

    OneCycle(BackupType type, String... components) {
        this.type = type;
        for (String component : components) {
            grains.put(new ComponentId(component), Grain.ATOMIC);
        }
    }

    @Override
    public String id() {
        return "shop-1";
    }

    @Override
    public BackupType type() {
        return type;
    }

    @Override
    public Map<ComponentId, Grain> grains() {
        return Map.copyOf(grains);
    }

    @Override
    public Guard guard() {
        return armed::add;
    }
}
