// SPDX-License-Identifier: Apache-2.0
/** Judges an image of a PostgreSQL cluster: would the server start from it, and is every page whole. */
@NullMarked
package dev.stillframe.postgres.validate;

import org.jspecify.annotations.NullMarked;
