// SPDX-License-Identifier: Apache-2.0
/** A cluster on disk: finds it, makes sure that it is the one the server runs on, and says which files belong to it. */
@NullMarked
package dev.stillframe.postgres.cluster;

import org.jspecify.annotations.NullMarked;
