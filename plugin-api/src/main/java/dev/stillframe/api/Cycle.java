// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.Map;

/** One cycle as one writer sees it. Not for implementation by plugins. Constant; any thread. */
public interface Cycle {
    /** Names the cycle on this host, for labels: letters, digits and hyphens. */
    String id();

    /** What the backup does to the application's own chain of backups. */
    BackupType type();

    /** The grain that the plan fixed for each of this writer's components that take part. */
    Map<ComponentId, Grain> grains();

    /** Where every emergency action is armed before it can be needed. */
    Guard guard();
}
