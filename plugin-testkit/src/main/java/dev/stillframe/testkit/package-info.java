// SPDX-License-Identifier: Apache-2.0
/** The conformance kit for writers. */
@NullMarked
package dev.stillframe.testkit;

import org.jspecify.annotations.NullMarked;
