// SPDX-License-Identifier: Apache-2.0
/** The rules of the contract, each with what proves it. */
@NullMarked
package dev.stillframe.testkit.rules;

import org.jspecify.annotations.NullMarked;
