// SPDX-License-Identifier: Apache-2.0
/**
 * Calls into foreign code, writers and snapshot providers, that may throw, hang or never come back. Each is made on a
 * thread of its own, waited for no longer than its limit, in the order that the contract promises; its outcome is a
 * value. What hung is abandoned, aborted and never asked again.
 */
@NullMarked
package dev.stillframe.runtime.call;

import org.jspecify.annotations.NullMarked;
