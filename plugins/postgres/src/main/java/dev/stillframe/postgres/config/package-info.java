// SPDX-License-Identifier: Apache-2.0
/** PostgreSQL's configuration files: which there are, and what they say. */
@NullMarked
package dev.stillframe.postgres.config;

import org.jspecify.annotations.NullMarked;
