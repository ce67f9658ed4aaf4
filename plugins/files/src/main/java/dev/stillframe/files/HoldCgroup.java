// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Quiesce;
import dev.stillframe.api.WriterException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All processes of a cgroup, or of the cgroups of units, are frozen.
 *
 * @param path of a version 2 cgroup, for example that of a container
 * @param units of systemd, in the order in which they are frozen; either these or a path
 */
record HoldCgroup(Optional<Path> path, List<String> units, Quiesce.Tier tier) implements Hold {
    HoldCgroup {
        units = List.copyOf(units);
    }

    /** What is to be frozen, as of now. */
    List<Cgroup> cgroups(UnitTree tree) throws WriterException {
        Set<Cgroup> cgroups = new LinkedHashSet<>();
        path.map(Cgroup::new).ifPresent(cgroups::add);
        for (String unit : units) {
            cgroups.add(tree.of(unit));
        }
        return new ArrayList<>(cgroups);
    }

    /** For messages. */
    String whom() {
        return path.map(cgroup -> "cgroup " + cgroup).orElseGet(() -> "the units " + String.join(", ", units));
    }

    @Override
    public Quiesce quiesce() {
        return new Quiesce.Suspended(tier);
    }

    @Override
    public String fact() {
        return path.map(cgroup -> "cgroup " + cgroup).orElseGet(() -> "cgroups of " + String.join(", ", units));
    }
}
