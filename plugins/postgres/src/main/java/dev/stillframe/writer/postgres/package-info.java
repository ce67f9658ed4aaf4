// SPDX-License-Identifier: Apache-2.0
/** The writer for PostgreSQL. */
@NullMarked
package dev.stillframe.writer.postgres;

import org.jspecify.annotations.NullMarked;
