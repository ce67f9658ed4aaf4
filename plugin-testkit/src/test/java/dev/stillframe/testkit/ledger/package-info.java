// SPDX-License-Identifier: Apache-2.0
/** A small application and its writer, which keeps the whole contract, or breaks one rule of it on request. */
@NullMarked
package dev.stillframe.testkit.ledger;

import org.jspecify.annotations.NullMarked;
