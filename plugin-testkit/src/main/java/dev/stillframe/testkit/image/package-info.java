// SPDX-License-Identifier: Apache-2.0
/** Images of the application's files, and damage to them. */
@NullMarked
package dev.stillframe.testkit.image;

import org.jspecify.annotations.NullMarked;
