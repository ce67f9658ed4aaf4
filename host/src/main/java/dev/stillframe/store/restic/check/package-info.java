// SPDX-License-Identifier: Apache-2.0
/** Whether a repository holds all that its snapshots need, and whether every byte of it is what was stored. */
@NullMarked
package dev.stillframe.store.restic.check;

import org.jspecify.annotations.NullMarked;
