// SPDX-License-Identifier: Apache-2.0
/**
 * Snapshots that somebody else's programs make: a storage array's, a cloud's. Three commands of the operator's create,
 * mount and release them; the host names the snapshots, freezes the filesystem around create if asked to, and believes
 * nothing that it can look at: what is mounted must be a mount of another device that shows a mark set just before.
 */
@NullMarked
package dev.stillframe.snapshot.command;

import org.jspecify.annotations.NullMarked;
