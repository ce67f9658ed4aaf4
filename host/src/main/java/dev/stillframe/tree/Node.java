// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;

/** An entry of a backup: its real path and what the source says of it. */
public record Node(SourcePath path, Metadata metadata) {}
