// SPDX-License-Identifier: Apache-2.0
/** What a restore leaves for the instance to do, as a script that refuses to harm anything. */
@NullMarked
package dev.stillframe.sqlserver.restore;

import org.jspecify.annotations.NullMarked;
