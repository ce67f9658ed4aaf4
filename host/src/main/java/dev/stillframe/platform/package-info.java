// SPDX-License-Identifier: Apache-2.0
/** Which system this is. What it does lies in one package for each. */
@NullMarked
package dev.stillframe.platform;

import org.jspecify.annotations.NullMarked;
