// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api.snapshot;

import dev.stillframe.api.SourcePath;
import java.time.Instant;

/**
 * A snapshot that somebody has to remove. Plain data: it is written to the journal before the first freeze and found
 * again after a crash.
 *
 * @param provider the id of the provider that can release it
 * @param place where it lies
 * @param owner the installation that made it: a state directory's name, which no other has
 * @param cycle the cycle that made it
 * @param deadline when that cycle was over at the latest
 */
public record OwnedSnapshot(String provider, SourcePath place, String owner, String cycle, Instant deadline) {}
