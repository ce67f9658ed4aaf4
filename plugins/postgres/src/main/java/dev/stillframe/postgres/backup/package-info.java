// SPDX-License-Identifier: Apache-2.0
/** A cluster in backup mode: the session that holds it there, and what it delivers at the end. */
@NullMarked
package dev.stillframe.postgres.backup;

import org.jspecify.annotations.NullMarked;
