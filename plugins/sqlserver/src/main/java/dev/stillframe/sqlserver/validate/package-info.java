// SPDX-License-Identifier: Apache-2.0
/** Judges the files of a database by what they carry themselves, on any system and without a server. */
@NullMarked
package dev.stillframe.sqlserver.validate;

import org.jspecify.annotations.NullMarked;
