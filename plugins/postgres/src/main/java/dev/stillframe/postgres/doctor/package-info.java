// SPDX-License-Identifier: Apache-2.0
/** Says what a server, its role for backups and its files still lack. */
@NullMarked
package dev.stillframe.postgres.doctor;

import org.jspecify.annotations.NullMarked;
