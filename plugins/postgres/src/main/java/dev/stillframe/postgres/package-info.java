// SPDX-License-Identifier: Apache-2.0
/** The writer for PostgreSQL 13 to 18: finds a cluster's files, puts it into backup mode, restores it beside production. */
@NullMarked
package dev.stillframe.postgres;

import org.jspecify.annotations.NullMarked;
