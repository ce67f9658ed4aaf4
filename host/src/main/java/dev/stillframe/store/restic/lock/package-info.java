// SPDX-License-Identifier: Apache-2.0
/** Locks that restic honours, and that honour restic's. Source: restic's doc/design.rst, "Locks". */
@NullMarked
package dev.stillframe.store.restic.lock;

import org.jspecify.annotations.NullMarked;
