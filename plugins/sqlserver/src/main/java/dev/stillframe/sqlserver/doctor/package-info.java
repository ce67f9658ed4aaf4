// SPDX-License-Identifier: Apache-2.0
/** Says what an instance and its login still lack. */
@NullMarked
package dev.stillframe.sqlserver.doctor;

import org.jspecify.annotations.NullMarked;
