// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import java.util.Map;

/** A cycle as one writer sees it. */
record Participation(String id, BackupType type, Map<ComponentId, Grain> grains, Guard guard) implements Cycle {}
