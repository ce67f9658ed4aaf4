// SPDX-License-Identifier: Apache-2.0
/** The files of a PostgreSQL cluster, versions 13 to 18, as bytes: everything here is pure and takes damaged input. */
@NullMarked
package dev.stillframe.postgres.format;

import org.jspecify.annotations.NullMarked;
