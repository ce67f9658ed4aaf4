// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Quiesce;
import java.nio.file.Path;

/**
 * All processes of a cgroup are frozen, see "cgroup.freeze" in the kernel's Documentation/admin-guide/cgroup-v2.rst.
 *
 * @param path of a version 2 cgroup, for example that of a systemd unit or a container
 */
record HoldCgroup(Path path, Quiesce.Tier tier) implements Hold {
    @Override
    public Quiesce quiesce() {
        return new Quiesce.Suspended(tier);
    }

    @Override
    public String fact() {
        return "cgroup " + path;
    }
}
