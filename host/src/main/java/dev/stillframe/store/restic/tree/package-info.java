// SPDX-License-Identifier: Apache-2.0
/** Folders as restic's trees: entries and nodes, written from the bottom up and read from the top down. */
@NullMarked
package dev.stillframe.store.restic.tree;

import org.jspecify.annotations.NullMarked;
