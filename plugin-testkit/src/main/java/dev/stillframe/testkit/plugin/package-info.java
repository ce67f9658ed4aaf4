// SPDX-License-Identifier: Apache-2.0
/** The jar under test, loaded as the host loads it. */
@NullMarked
package dev.stillframe.testkit.plugin;

import org.jspecify.annotations.NullMarked;
